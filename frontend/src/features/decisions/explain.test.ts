import { describe, expect, it } from 'vitest';
import type { Fact } from '@/features/facts/api';
import type { DataSet, Group, Party } from '@/features/parties/api';
import { asText, factKeysOf, fileName, partOf, reasonsOf, usedFact, type Whereabouts } from './explain';

const row = { party_id: 'p1', said_at: '2026-11-20T12:00:00Z' };
const fact = (change: Partial<Fact>) => ({ id: 'f', key: 'exfiltrated', value: 'possible', party_id: null, group_id: null, in_force: true, recorded_at: '2026-11-20T10:00:00Z', zone: '', ...change }) as Fact;
const group = (change: Partial<Group>) => ({ id: 'g1', party_id: 'p1', data_set_id: 's1', kinds: [], categories: [], residence: {}, count: { min: null, max: null }, risk_level: '', ...change }) as Group;
const where = (change: Partial<Whereabouts>): Whereabouts => ({ groups: [], dataSets: [], facts: [], ...change });

describe('the value of a fact that was used', () => {
  it('is the party’s own where it has one, and the incident’s otherwise', () => {
    const facts = [fact({}), fact({ value: 'confirmed', party_id: 'p1' }), fact({ value: 'ruled-out', party_id: 'p2' })];
    expect(usedFact('exfiltrated', where({ facts }), row).value).toBe('confirmed');
    expect(usedFact('exfiltrated', where({ facts: facts.slice(0, 1) }), row).value).toBe('possible');
    expect(usedFact('exfiltrated', where({ facts: facts.slice(2) }), row).value).toBeUndefined();
  });
  it('is never one that was replaced', () => {
    expect(usedFact('exfiltrated', where({ facts: [fact({ in_force: false })] }), row).value).toBeUndefined();
  });
  it('says when it was said after the rules spoke', () => {
    expect(usedFact('exfiltrated', where({ facts: [fact({ recorded_at: '2026-11-20T13:00:00Z' })] }), row).later).toBe(true);
    expect(usedFact('exfiltrated', where({ facts: [fact({})] }), row).later).toBe(false);
  });
  it('comes from the people groups and their data sets where no fact says it', () => {
    const groups = [group({ categories: ['health'] }), group({ id: 'g2' })];
    const dataSets = [{ id: 's1', categories: ['contact'] } as DataSet];
    expect(usedFact('data_categories', where({ groups, dataSets }), row).value).toEqual(['contact', 'health']);
  });
  it('comes from the party and from how many of its people live somewhere', () => {
    const party = { role: 'controller', aware_at: '2026-11-20T08:00:00Z', aware_zone: 'Europe/Paris', kind: '' } as Party;
    const groups = [group({ residence: { GB: { min: 10, max: 20, exact: false } } }), group({ residence: { GB: { min: 5, max: null, exact: false } } })];
    expect(usedFact('parties[0].role', where({ party }), row).value).toBe('controller');
    expect(usedFact('parties[0].kind', where({ party }), row).value).toBeUndefined();
    expect(usedFact('parties[0].aware_at', where({ party }), row).zone).toBe('Europe/Paris');
    expect(usedFact('groups[4].residence.GB', where({ groups }), row).value).toEqual({ min: 15, max: null, exact: false });
  });
});

it('only what is said as a fact is read from the facts', () => {
  expect(factKeysOf(['parties[0].role', 'incident.determined_at', 'exfiltrated', 'exfiltrated'])).toEqual(['determined_at', 'exfiltrated']);
  expect(partOf('other.us-hipaa.covered')).toBeNull();
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
