import { describe, expect, it } from 'vitest';
import { compare, differingFirst, stopAt, stopsOf, type Known, type Mark } from './moments';

const mark = (at: string, kind: Mark['kind'] = 'fact'): Mark => ({ at, kind, text: 'x' });

describe('stops of the slider', () => {
  const stops = stopsOf([mark('2022-01-19T18:00:10Z'), mark('2022-01-19T18:00:40Z', 'run'), mark('2022-01-20T09:00:00Z', 'decision')]);
  it('are one for each minute in which something happened, at its last second', () => {
    expect(stops.map((stop) => [stop.at, stop.kinds, stop.marks.length])).toEqual([
      ['2022-01-19T18:00:40Z', ['fact', 'run'], 2], ['2022-01-20T09:00:00Z', ['decision'], 1],
    ]);
  });
  it.each([
    ['2022-01-19T17:00:00Z', -1],
    ['2022-01-19T18:00:40Z', 0],
    ['2022-01-20T08:59:59Z', 0],
    ['2022-01-20T09:00:00Z', 1],
    ['2022-02-01T00:00:00Z', 1],
  ])('%s stands at stop %i', (at, index) => {
    expect(stopAt(stops, at)).toBe(index);
  });
});

const known = (facts: [string, unknown][], duties: [string, string][]): Known =>
  ({
    at: null, decisions: [], groups: [], outcomes: {}, run: 1,
    facts: facts.map(([key, value]) => ({ key, value, party_id: null, group_id: null })),
    duties: duties.map(([duty, effective]) => ({ duty, effective, party_id: 'p', regime: 'r', jurisdiction: 'DE', due_at: null })),
  }) as unknown as Known;

describe('then beside now', () => {
  const found = compare(known([['a', 1], ['b', { min: 1 }]], [['x', 'required'], ['y', 'undetermined']]), known([['a', 2], ['b', { min: 1 }], ['c', true]], [['y', 'required'], ['z', 'required']]));
  it('says which facts are another now, and which nobody knew', () => {
    expect(found.facts.map((row) => [row.fact.key, row.differs])).toEqual([['a', true], ['b', false]]);
    expect(found.learnt.map((fact) => fact.key)).toEqual(['c']);
  });
  it('says which duties went, moved and came', () => {
    expect(found.duties.map((row) => [row.duty.duty, row.differs, row.now?.effective])).toEqual([['x', true, undefined], ['y', true, 'required']]);
    expect(found.added.map((duty) => duty.duty)).toEqual(['z']);
  });
  it('puts what differs first', () => {
    expect(differingFirst([{ differs: false, n: 1 }, { differs: true, n: 2 }, { differs: false, n: 3 }]).map((row) => row.n)).toEqual([2, 1, 3]);
  });
});
