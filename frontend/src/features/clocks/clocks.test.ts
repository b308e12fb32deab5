import { describe, expect, it } from 'vitest';
import { stateOfClock, together, type ClockRow } from './clocks';

const row = (change: Partial<ClockRow>) =>
  ({ id: change.id ?? 'a', incident_id: 'i', recipient_name: 'authority', due_at: '2026-11-24T15:30:00Z', target_at: null, state: 'open', ...change }) as ClockRow;

describe('clocks of many parties', () => {
  it('are one line when they ask for the same by the same hour', () => {
    const lines = together([row({ id: '1' }), row({ id: '2', due_at: '2026-11-24T15:45:00Z' }), row({ id: '3' })]);
    expect(lines.map((line) => [line.row.id, line.parties])).toEqual([['1', 3]]);
  });
  it('stay apart when the hour, the recipient or the incident differ', () => {
    expect(together([row({}), row({ due_at: '2026-11-24T16:30:00Z' }), row({ recipient_name: 'people' }), row({ incident_id: 'j' })])).toHaveLength(4);
  });
  it('never mix a limit of the law with a target of our own', () => {
    expect(together([row({}), row({ due_at: null, target_at: '2026-11-24T15:30:00Z' })])).toHaveLength(2);
  });
});

describe('how a clock looks', () => {
  it.each([['in_time', 'in_time'], ['soon', 'soon'], ['late', 'late'], ['past_aim', 'none'], ['no_time', 'none'], ['closed', 'done']] as const)('%s as %s', (standing, state) => {
    expect(stateOfClock(standing)).toBe(state);
  });
});
