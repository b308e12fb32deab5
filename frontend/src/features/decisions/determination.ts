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
