import type { Plan } from '@/features/contact/api';
import { HarmField } from '@/features/contact/HarmField';
import { PlanFields } from '@/features/contact/PlanFields';
import type { Value } from './api';
import type { Entry } from './form';

/** How one group is told safely, as its society knows it. What the centre clears is not asked here. */
export function PlanAnswer({ id, entry, onChange }: { id: string; entry: Entry; onChange: (plan: Value['plan']) => void }) {
  const plan = (entry.value.plan ?? { harm: 'unknown' }) as Plan;
  const set = (change: Partial<Plan>) => {
    const next = { ...plan, ...change, cleared: undefined, cleared_by: undefined };
    next.must_not_say = next.must_not_say?.length ? next.must_not_say : undefined;
    onChange(next as Value['plan']);
  };
  return (
    <>
      <HarmField plan={plan} set={set} errors={{}} at={id} />
      <PlanFields plan={plan} set={set} errors={{}} person={false} society at={id} />
    </>
  );
}
