import type { IconName } from '@/components/Icon';

/** How a clock or a piece of work stands. The server says it; the page only shows it. */
export type State = 'none' | 'in_time' | 'soon' | 'late' | 'done' | 'stopped';

export const stateIcon: Record<State, IconName> = {
  none: 'none', in_time: 'clock', soon: 'soon', late: 'late', done: 'check', stopped: 'stopped',
};

const states = new Set<string>(Object.keys(stateIcon));

/** A word this page does not know yet is shown as "no clock", never as done. */
export function stateOf(word: string | undefined | null): State {
  const plain = (word ?? '').replaceAll('-', '_');
  return states.has(plain) ? (plain as State) : 'none';
}
