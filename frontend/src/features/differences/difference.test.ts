import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { addressOf, bundles, changeWords, common, movesLater, ownFacts, type FactChange, type Line } from './difference';

const fact = (key: string, about = ''): FactChange => ({ fact: key, text: key, about, from: 'no-indication', to: 'presumed' });
const line = (change: Partial<Line>): Line => ({
  key: 'k', party_id: 'p', party: 'Germany', regime: 'eu-gdpr', law: 'GDPR', duty: 'authority-notice', jurisdiction: 'DE', recipient: 'authority', recipient_name: 'BfDI', citation: 'Art. 33(1)',
  change: 'outcome', from: 'undetermined', to: 'required', from_due_at: null, to_due_at: null, from_target_at: null, to_target_at: null, zone: 'UTC', stricter: true,
  facts: [], rule: 'presumed', told: false, ...change,
});

describe('lines under one duty', () => {
  it('are one heading with a row for each party', () => {
    const [first, ...rest] = bundles([line({ party: 'Germany' }), line({ party: 'France' })]);
    expect(rest).toHaveLength(0);
    expect(first?.lines.map((each) => each.party)).toEqual(['Germany', 'France']);
  });
  it('are told apart by what happens to them', () => {
    expect(bundles([line({}), line({ change: 'removed' }), line({ duty: 'subject-notice' })])).toHaveLength(3);
  });
  it('say what they have in common once, and the rest at each', () => {
    const [bundle] = bundles([line({ facts: [fact('exfiltrated'), fact('aware_at', 'Germany')] }), line({ party: 'France', facts: [fact('exfiltrated')] })]);
    expect(bundle?.facts.map((each) => each.fact)).toEqual(['exfiltrated']);
    expect(ownFacts(bundle!, bundle!.lines[0]!).map((each) => each.about)).toEqual(['Germany']);
    expect(bundle?.rule).toBe('presumed');
    expect(bundles([line({}), line({ rule: 'another' })])[0]?.rule).toBe('');
  });
});

describe('what all lines share', () => {
  it('is said once above them', () => {
    const shared = common([line({ facts: [fact('exfiltrated'), fact('aware_at', 'Germany')] }), line({ duty: 'subject-notice', facts: [fact('exfiltrated')] })]);
    expect(shared.facts.map((each) => each.fact)).toEqual(['exfiltrated']);
    expect(shared.rule).toBe('presumed');
  });
  it('is nothing for a single line, which says it itself', () => {
    expect(common([line({ facts: [fact('exfiltrated')] })])).toEqual({ facts: [], rule: '' });
  });
});

describe('a limit that moves later', () => {
  it('needs a second person', () => {
    expect(movesLater(line({ change: 'moved', stricter: false, from_due_at: '2022-01-22T15:30:00Z' }))).toBe(true);
    expect(movesLater(line({ change: 'moved', stricter: true, from_due_at: '2022-01-22T15:30:00Z' }))).toBe(false);
    expect(movesLater(line({ change: 'removed', stricter: false, from_due_at: '2022-01-22T15:30:00Z' }))).toBe(false);
    expect(movesLater(line({ change: 'moved', stricter: false })), 'a target is our own').toBe(false);
  });
});

describe('a value in words', () => {
  it.each([
    ['no-indication', 'No indication'],
    ['at least 515000', 'at least 515,000'],
    ['at most 40', 'at most 40'],
    ['1000 to 2000', '1,000 to 2,000'],
    ['61', '61'],
    ['contact, national-id', 'Contact, National id'],
    ['A direct, targeted attack on own servers', 'A direct, targeted attack on own servers'],
    ['2022-01-19T15:30:00Z', 'Wed 19 Jan, 15:30 UTC'],
  ])('%s reads "%s"', (value, words) => {
    expect(changeWords(value, i18next.t, 'en', Date.parse('2022-02-01T00:00:00Z'))).toBe(words);
  });
  it.each([[''], ['not known yet']])('"%s" is not known, never no', (value) => {
    expect(changeWords(value, i18next.t, 'en', 0)).toBeNull();
  });
});

describe('the way to words that are stale', () => {
  it('starts a supplement for what was sent, and opens what is still ours', () => {
    const stale = { id: 'c1', kind: 'circular', title: 'T', state: 'sending', asks: 'supplement', changes: [] } as const;
    expect(addressOf('i', { ...stale, changes: [], passages: [] })).toBe('/incidents/i/societies?circular=new');
    expect(addressOf('i', { ...stale, state: 'draft', asks: 'follows', changes: [], passages: [] })).toBe('/incidents/i/societies?circular=c1');
    expect(addressOf('i', { ...stale, kind: 'statement', asks: 'correction', changes: [], passages: [] })).toBe('/incidents/i/statements');
    expect(addressOf('i', { ...stale, id: 'o1', kind: 'filing', changes: [], passages: [] })).toBe('/filings/o1');
  });
});
