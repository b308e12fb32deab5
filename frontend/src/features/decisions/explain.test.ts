import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { changedWords, sourceWords, usedWords, type Speech } from './explanationParts';
import { asText, fileName, partOf, reasonsOf, type StatedValue, type UsedFact } from './explain';
import '@/i18n';

const speech: Speech = { t: i18next.t, language: 'en', now: Date.parse('2026-11-23T12:00:00Z'), label: (key) => key };
const said = (change: Partial<StatedValue>): StatedValue => ({ value: 'possible', stated: true, zone: 'UTC', certainty: 'likely', source: 'Exercise Analyst', learnt_at: '2026-11-20T10:00:00Z', ...change });
const fact = (change: Partial<UsedFact>): UsedFact => ({ key: 'exfiltrated', then: said({}), changed: false, ...change });

describe('a fact that was used', () => {
  it('says how it came to be known', () => {
    expect(sourceWords('exfiltrated', said({}), speech).slice(0, 2)).toEqual(['Likely', 'Exercise Analyst']);
    expect(sourceWords('parties[0].role', said({ stated: false, value: 'controller' }), speech)).toEqual(['as entered for the party']);
    expect(sourceWords('parties[0].people', said({ stated: false, value: { min: 1, max: null } }), speech)).toEqual(['as entered for its people groups']);
    expect(sourceWords('exfiltrated', said({ stated: false, value: null }), speech)).toEqual([]);
  });
  it('says beside it what it has become', () => {
    expect(changedWords(fact({}), speech)).toBeNull();
    expect(changedWords(fact({ changed: true, now: said({ value: 'confirmed', certainty: 'confirmed', source: '' }) }), speech)).toMatch(/^Changed since: now Confirmed \(Confirmed; learnt /);
    expect(changedWords(fact({ changed: true, now: said({ value: null, stated: false }) }), speech)).toMatch(/now not known/i);
  });
  it('a risk that nobody stated was derived', () => {
    expect(usedWords('risk_level', said({ value: null }), speech)).toBe('Derived by the rules of risk');
    expect(usedWords('exfiltrated', said({ value: null }), speech)).toBeNull();
  });
  it('stands with a party, with its people, or by itself', () => {
    expect(partOf('groups[4].residence.GB')).toEqual({ of: 'groups', word: 'residence' });
    expect(partOf('parties[0].role')).toEqual({ of: 'parties', word: 'role' });
    expect(partOf('other.us-hipaa.covered')).toBeNull();
  });
});

it('a reason is given once, and open exemptions have a part of their own', () => {
  expect(reasonsOf(['High risk.', 'Exemption not proved: encrypted.', 'High risk.', 'Exempt: encrypted.'])).toEqual(['High risk.', 'Exempt: encrypted.']);
});

it('the text leaves out what has nothing to say', () => {
  expect(asText('A must tell B.', [{ title: 'Why', lines: ['Because.'] }, { title: 'Exemptions', lines: [] }])).toBe('A must tell B.\n\nWhy\n- Because.\n');
});

it('the file is named after the law and the duty', () => {
  expect(fileName({ regime: 'us-ca', duty: 'authority-notice', jurisdiction: 'US-CA' })).toBe('us-ca-authority-notice-us-ca.json');
});
