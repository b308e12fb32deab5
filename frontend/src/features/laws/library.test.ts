import { expect, it } from 'vitest';
import type { LibraryDuty, Regime } from './laws';
import { bandOf, byStrictness, conditionWords, countryLevels, dutiesOf, find, inBands, lawsFor, predecessors } from './library';

const duty = (change: Partial<LibraryDuty>): LibraryDuty => ({
  id: 'authority-notice', recipient: 'authority', recipient_name: 'the authority', citation: 'Art. 1', trigger_text: 'a breach', deadline: '', amount: 0, unit: 'none',
  kind: 'hard', clock_starts: 'awareness', confidence: 'high', standing: 'in_force', in_force: '2020-01-01', until: '', ...change,
});
const law = (id: string, countries: string[], duties: Partial<LibraryDuty>[], change: Partial<Regime> = {}): Regime => ({
  id, name: id, citation: '', countries, in_force: '2020-01-01', until: '', standing: 'in_force', status: 'read', confidence: 'high', duties: duties.length, version: '',
  links: [{ by: 'establishment', outside: false, asks: [] }], for_societies: true, before_regime: '', before_text: '', after_regimes: [], duty_list: duties.map(duty), ...change,
});
const same = (code: string) => code;

it('sorts limits by the time they leave: hours, business days, calendar days, and no number last', () => {
  const laws = [
    law('no-number', ['AA'], [{ unit: 'none', kind: 'without-undue-delay' }]), law('ten-days', ['AA'], [{ amount: 10, unit: 'calendar-days' }]),
    law('three-calendar-days', ['AA'], [{ amount: 3, unit: 'calendar-days' }]), law('three-business-days', ['AA'], [{ amount: 3, unit: 'business-days' }]),
    law('guidance-72', ['AA'], [{ amount: 72, unit: 'hours', kind: 'guidance' }]), law('law-72', ['AA'], [{ amount: 72, unit: 'hours' }]),
    law('one-month', ['AA'], [{ amount: 1, unit: 'months' }]), law('one-day', ['AA'], [{ amount: 1, unit: 'calendar-days' }]), law('four-hours', ['AA'], [{ amount: 4, unit: 'hours' }]),
  ];
  expect(dutiesOf(laws).sort(byStrictness).map((each) => each.law.id)).toEqual([
    'four-hours', 'one-day', 'law-72', 'guidance-72', 'three-business-days', 'three-calendar-days', 'ten-days', 'one-month', 'no-number',
  ]);
  expect(inBands(dutiesOf(laws)).map((each) => [each.band, each.duties.length])).toEqual([['day', 2], ['three', 4], ['longer', 2], ['prompt', 1]]);
  expect(bandOf({ amount: 25, unit: 'hours' })).toBe('three');
  expect(bandOf({ amount: 73, unit: 'hours' })).toBe('longer');
});

it('finds a duty by the name of the country, without accents, and leaves out what was not asked for', () => {
  const duties = dutiesOf([
    law('ci-1', ['CI'], [{}, { id: 'subject-notice', recipient: 'subjects' }, { id: 'register', recipient: 'self' }]),
    law('bank', ['CI'], [{}], { for_societies: false }), law('old', ['CI'], [{ standing: 'ended' }]),
  ]);
  const names = (code: string) => (code === 'CI' ? 'Côte d’Ivoire' : code);
  const all = { societies: false, inForce: false };
  expect(find(duties, { ...all, text: 'cote' }, names)).toHaveLength(5);
  expect(find(duties, { ...all, text: 'cote bank' }, names).map((each) => each.law.id)).toEqual(['bank']);
  expect(find(duties, { ...all, text: 'peru' }, names)).toHaveLength(0);
  expect(find(duties, { ...all, recipient: 'others' }, same).map((each) => each.duty.id)).toEqual(['register']);
  expect(find(duties, { societies: true, inForce: true }, same).map((each) => each.law.id)).toEqual(['ci-1', 'ci-1', 'ci-1']);
});

it('puts each law of a country where a reader looks for it', () => {
  const laws = [
    law('general', ['US'], []), law('state', ['US-CA'], [], { links: [{ by: 'residence', outside: false, asks: [] }] }), law('other-state', ['US-TX'], []),
    law('residents', ['US'], [], { links: [{ by: 'residence', outside: true, asks: [] }] }), law('gone', ['US'], [], { standing: 'ended' }),
    law('movement', [], [], { links: [{ by: 'membership', outside: false, asks: [] }] }), law('elsewhere', ['FR'], []),
  ];
  const ids = (of: Regime[]) => of.map((each) => each.id);
  const us = lawsFor('US', laws);
  expect([ids(us.established), ids(us.people), ids(us.movement), ids(us.ended)]).toEqual([['general'], ['residents'], ['movement'], ['gone']]);
  expect(us.parts.map(([code, of]) => [code, ids(of)])).toEqual([['US-CA', ['state']], ['US-TX', ['other-state']]]);
  const california = lawsFor('US-CA', laws);
  expect([ids(california.established), ids(california.people), california.parts]).toEqual([['general'], ['residents', 'state'], []]);
});

it('colours a country by its strictest limit towards an authority that is in force and can bind a society', () => {
  const of = (laws: Regime[]) => countryLevels(laws)[0];
  expect(of([law('a', ['XA'], [{ amount: 72, unit: 'hours' }, { recipient: 'subjects', amount: 4, unit: 'hours' }])])?.level).toBe('three');
  expect(of([law('a', ['XA'], [{ amount: 72, unit: 'hours' }]), law('part', ['XA-B'], [{ amount: 24, unit: 'hours' }])])).toMatchObject({ code: 'XA', level: 'day', laws: 2, authority: 2 });
  expect(of([law('bank', ['XA'], [{ amount: 4, unit: 'hours' }], { for_societies: false })])).toBeUndefined();
  expect(of([law('a', ['XA'], [{ unit: 'none' }])])?.level).toBe('prompt');
  expect(of([law('a', ['XA'], [])])?.level).toBe('none');
  expect(of([law('a', ['XA'], [{ amount: 72, unit: 'hours', standing: 'not_yet' }], { standing: 'not_yet' })])).toMatchObject({ level: 'later', duties: 0 });
  // "never" is a law that is not in force, or not confirmed to be: it colours nothing.
  expect(of([law('a', ['XA'], [{ amount: 72, unit: 'hours', standing: 'never' }], { standing: 'never' })])?.level).toBe('none');
});

it('follows the laws before a law, and stops when they go in a circle', () => {
  const [now, then, first] = [law('now', [], [], { before_regime: 'then' }), law('then', [], [], { before_regime: 'first' }), law('first', [], [], { before_regime: 'now' })];
  const byId = new Map([now, then, first].map((each) => [each.id, each]));
  expect(predecessors(now, byId).map((each) => each.id)).toEqual(['then', 'first']);
  expect(predecessors(law('alone', [], [], { before_regime: 'nobody-knows' }), byId)).toEqual([]);
});

it('puts a law that reaches everybody before one that turns on a question', () => {
  const depends = law('depends', ['XA'], [{ amount: 4, unit: 'hours' }], { links: [{ by: 'establishment', outside: false, asks: ['Is it a hospital?'] }] });
  const plain = law('plain', ['XA'], [{ amount: 72, unit: 'hours' }]);
  const coming = law('coming', ['XA'], [], { standing: 'not_yet' });
  expect(lawsFor('XA', [coming, depends, plain]).established.map((each) => each.id)).toEqual(['plain', 'depends', 'coming']);
});

it('says the question instead of its key', () => {
  expect(conditionWords('people_count is 3 and other.xx-law.told-at is yes or other.xx-law.none is no', { 'other.xx-law.told-at': 'Were they told?' }))
    .toBe('people count is 3 and “Were they told?” is yes or other.xx-law.none is no');
  expect(conditionWords('it is not so that it is known that leaked_publicly is yes', {})).toBe('it is not known that leaked publicly is yes');
});
