import { describe, expect, it } from 'vitest';
import { difference } from './difference';
import { emptyDuty, emptyForm, fromPack, idOf, toPack, type AgreementForm } from './form';

const donor: AgreementForm = {
  ...emptyForm(), id: 'own-donor', name: 'Grant', document: 'Grant agreement 2025-118', from: '2025-01-01', names: ['German Red Cross'], roles: ['controller'],
  duties: [
    { ...emptyDuty(), recipientName: 'the donor', clause: 'Clause 14.2', trigger: 'any breach under the grant', when: { join: 'any_of', rows: [{ word: 'question', text: 'Are data of the grant concerned?' }, { word: 'people_at_least', count: 500 }] } },
    { ...emptyDuty(), recipientName: 'the auditor', clause: 'Clause 15', trigger: 'the same', limit: 'without-undue-delay',
      exemptions: [{ text: 'waived in writing', evidence: 'the letter', when: { join: 'all_of', rows: [{ word: 'question', text: 'Did the donor waive it?' }] } }] },
  ],
};

describe('an agreement in the form and in the shape of a pack', () => {
  it('is the same after going there and back', () => {
    const again = fromPack(JSON.parse(JSON.stringify(toPack(donor))));
    expect(again).not.toBeNull();
    expect(toPack(again!)).toEqual(toPack(donor));
  });

  it('asks each question once, under a fact of its own agreement', () => {
    expect(toPack(donor).questions).toEqual({ 'other.own-donor.question-1': 'Are data of the grant concerned?', 'other.own-donor.question-2': 'Did the donor waive it?' });
  });

  it('gives two duties to the same recipient different names, and keeps the names there are', () => {
    const ids = (form: AgreementForm) => (toPack(form).duties as { id: string }[]).map((duty) => duty.id);
    expect(ids(donor)).toEqual(['other-notice', 'other-notice-2']);
    expect(ids({ ...donor, duties: [{ ...emptyDuty(), id: '' }, { ...emptyDuty(), id: 'other-notice' }] })).toEqual(['other-notice-2', 'other-notice']);
  });

  it('binds by country or everybody as well', () => {
    expect(fromPack(toPack({ ...donor, bind: 'countries', names: [], countries: ['DE', 'NO'] }))?.countries).toEqual(['DE', 'NO']);
    expect(fromPack(toPack({ ...donor, bind: 'everybody', names: [], roles: [] }))?.bind).toBe('everybody');
  });

  it.each([
    ['a condition inside a condition', { when: { any_of: [{ always: true }, { all_of: [{ always: true }, { accessed: true }] }] } }],
    ['a word that only the text knows', { when: { not: { encryption: 'protects' } } }],
    ['something beside the deadline', { follow_up: { amount: 3, unit: 'business-days', from: 'awareness', kind: 'hard', what: 'second report' } }],
    ['what a notice must hold', { content: ['nature'] }],
  ])('stays text when it says %s', (_, more) => {
    const pack = toPack(donor);
    (pack.duties as object[])[0] = { ...(pack.duties as object[])[0], ...more };
    expect(fromPack(pack)).toBeNull();
  });

  it('gets an id that can be no law', () => {
    expect(idOf('Grant with the Größe donor (2025)')).toBe('own-grant-with-the-gro-e-donor-2025');
    expect(idOf('協定')).toBe('own-agreement');
  });
});

describe('the difference of two versions', () => {
  it('shows what came and what went, in its place', () => {
    const lines = difference('a\nb\nc\n', 'a\nx\nc\nd\n');
    expect(lines.map((line) => line.sign + line.text)).toEqual([' a', '-b', '+x', ' c', '+d']);
  });

  it('is empty of signs when nothing changed', () => {
    expect(difference('a\nb', 'a\nb\n').every((line) => line.sign === ' ')).toBe(true);
  });
});
