import { expect, it } from 'vitest';
import type { Circular, Kit } from './api';
import { bodyOf, formOf, startOf } from './form';

const text = (title: string) => ({ title, happened: 'h', ask: 'a' });
const kit: Kit = { placeholders: [], starts: { en: text('English'), fr: text('Français') } };

it('starts with the languages we bring a first draft for, to all societies that are parties', () => {
  const body = bodyOf(startOf(kit, ['s1', 's2']));
  expect(Object.keys(body.texts)).toEqual(['en', 'fr']);
  expect(body.societies).toEqual(['s1', 's2']);
  expect(body.answer_by).toBeUndefined();
});

it('sends no text of a language that is switched off, and keeps it in the form', () => {
  const form = { ...startOf(kit, []), on: ['en'] };
  expect(bodyOf(form).texts).toEqual({ en: text('English') });
  expect(form.texts.fr?.title).toBe('Français');
});

it('an edit starts from what was written, with the time in the zone it was chosen in', () => {
  const circular = {
    answer_by: '2022-01-21T17:00:00Z',
    draft: { organisation: 'ICRC', contact: { name: 'Desk' }, texts: { fr: text('Version du matin') }, societies: ['s1'], zone: 'Europe/Paris' },
  } as unknown as Circular;
  const form = formOf(circular, kit);
  expect(form.answerBy).toEqual({ date: '2022-01-21', time: '18:00', zone: 'Europe/Paris' });
  expect(form.on).toEqual(['fr']);
  expect(bodyOf(form)).toMatchObject({ answer_by: '2022-01-21T17:00:00Z', zone: 'Europe/Paris', texts: { fr: text('Version du matin') } });
});
