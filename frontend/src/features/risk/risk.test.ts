import { describe, expect, it } from 'vitest';
import { bandOf, derivedOf, findGroups, gravestFirst, levelLook, levelOf, placeOnBar, worstFirst, type GroupRisk, type Risk } from './risk';

const report = (level: string, groups: number) => ({ level, groups: Array.from({ length: groups }, () => ({})) }) as unknown as Risk;

it('an empty level is open, never none', () => {
  expect(levelOf('')).toBe('open');
});

it('a level is never shown as late: only a clock can be', () => {
  expect(Object.values(levelLook).map((look) => look.state)).not.toContain('late');
});

it('the worst speaks first, what is open before what is settled below high, and of equals the larger', () => {
  const list = [report('risk', 9), report('none_likely', 9), report('high_risk', 1), report('', 2), report('high_risk', 4)];
  expect(worstFirst(list).map((each) => [each.level, each.groups.length])).toEqual([['high_risk', 4], ['high_risk', 1], ['', 2], ['risk', 9], ['none_likely', 9]]);
});

it('the gravest rule is read first, and one that only may hold is not among those that hold', () => {
  const rules = [['a', 'risk', 'yes'], ['b', 'high_risk', 'yes'], ['c', 'none_likely', 'unknown']].map(([id, gives, answer]) => ({ id, gives, answer })) as Risk['rules'];
  expect(gravestFirst(rules, 'yes').map((rule) => rule.id)).toEqual(['b', 'a']);
  expect(gravestFirst(rules, 'unknown').map((rule) => rule.id)).toEqual(['c']);
});

describe('the band of a score', () => {
  it.each([[0, 'low'], [1.99, 'low'], [2, 'medium'], [2.99, 'medium'], [3, 'high'], [3.99, 'high'], [4, 'very_high'], [6, 'very_high']])('%d is %s', (score, band) => {
    expect(bandOf(score)).toBe(band);
  });
});

it('a score has its place on the bar, and one out of bounds stays on it', () => {
  expect([0, 3, 6, 7, -1].map(placeOnBar)).toEqual([0, 50, 100, 100, 0]);
});

describe('what the rules derive', () => {
  it('is a level when both bounds agree', () => expect(derivedOf({ lowest: 'risk', highest: 'risk' }).level).toBe('risk'));
  it('is open when a higher one is possible', () => expect(derivedOf({ lowest: 'risk', highest: 'high_risk' })).toEqual({ level: 'open', low: 'risk', high: 'high_risk' }));
});

it('a group is found by its name or its party', () => {
  const groups = [{ group: 'Tracing', party: 'Swiss Red Cross' }, { group: 'Staff', party: 'Irish Red Cross' }] as GroupRisk[];
  expect(findGroups(groups, ' irish ').map((group) => group.group)).toEqual(['Staff']);
  expect(findGroups(groups, 'TRACING')).toHaveLength(1);
  expect(findGroups(groups, '')).toHaveLength(2);
});
