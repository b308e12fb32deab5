import type { components } from '@/api/schema';
import type { IconName } from '@/components/Icon';
import type { State } from '@/lib/state';

export type Determination = components['schemas']['DeterminationView'];
export type DeterminationRow = components['schemas']['DeterminationRow'];
export type Outcome = Determination['effective'];
export type Decision = components['schemas']['DecisionView'];

export const outcomes = ['required', 'undetermined', 'exempt', 'not_required', 'not_bound'] as const satisfies readonly Outcome[];
export const recipients = ['authority', 'subjects', 'controller', 'other', 'self'] as const;

/** How an outcome looks. It is no clock, so it is never red: only the clock that belongs to it may be late. */
export const outcomeLook: Record<Outcome, { state: State; icon: IconName }> = {
  required: { state: 'in_time', icon: 'flag' },
  undetermined: { state: 'soon', icon: 'question' },
  exempt: { state: 'none', icon: 'check' },
  not_required: { state: 'none', icon: 'none' },
  not_bound: { state: 'none', icon: 'law' },
};

const rank: Record<Outcome, number> = { required: 0, undetermined: 1, exempt: 2, not_required: 3, not_bound: 4 };

/** The facts that would settle most of what cannot be told yet, with the number of duties each bears on, best first. */
export function bestQuestions(open: Pick<DeterminationRow, 'needs' | 'effective'>[], most = 6): { need: string; duties: number }[] {
  const count = new Map<string, number>();
  for (const row of open) {
    if (rank[row.effective] !== rank.undetermined) continue;
    for (const need of new Set(row.needs)) count.set(need, (count.get(need) ?? 0) + 1);
  }
  return [...count].map(([need, duties]) => ({ need, duties })).sort((a, b) => b.duties - a.duties || a.need.localeCompare(b.need)).slice(0, most);
}
