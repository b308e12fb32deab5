import { expect, it } from 'vitest';
import type { NoticeBody } from './api';
import { apart, take, takeRest } from './apart';

const text = (body: string) => ({ subject: 'About your data', body, sms: '', letter: '', script: '', families: '' });
const draft = (more: Partial<NoticeBody> = {}): NoticeBody => ({
  organisation: 'Desk', contact: { name: 'Duty desk' }, texts: { en: text('We are sorry.'), ar: text('نأسف لذلك.') }, fallback: 'en', audience: { groups: [], parties: ['a', 'b'] }, ...more,
});

it('two people who wrote the same differ in nothing, whatever the order of what they ticked', () => {
  expect(apart(draft(), draft({ audience: { groups: [], parties: ['b', 'a'] }, contact: { name: 'Duty desk', role: '' } }))).toEqual({ texts: [], rest: false });
});

it('names each text that somebody else saved otherwise', () => {
  const theirs = draft({ texts: { en: { ...text('We are sorry.'), sms: 'Call us.' }, ar: text('نأسف.') } });
  expect(apart(draft(), theirs)).toEqual({ texts: [{ language: 'ar', field: 'body', theirs: 'نأسف.' }, { language: 'en', field: 'sms', theirs: 'Call us.' }], rest: false });
});

it('names a language that one of the two has and the other has not', () => {
  const theirs = draft({ texts: { en: text('We are sorry.'), fr: text('Nous regrettons.') } });
  expect(apart(draft(), theirs).texts).toEqual([{ language: 'ar', theirs: '' }, { language: 'fr', theirs: 'Nous regrettons.' }]);
});

it('sees that they changed whom it reaches', () => {
  const theirs = draft({ audience: { groups: ['g'], parties: ['a'] } });
  expect(apart(draft(), theirs)).toEqual({ texts: [], rest: true });
  expect(apart({ ...draft(), ...takeRest(theirs) }, theirs)).toEqual({ texts: [], rest: false });
});

it('takes one text over with its ties and leaves the others as they are', () => {
  const mine = draft({ texts: { en: text('Mine.'), ar: text('لي.') }, ties: { 'en.body': { contact: 2 }, 'ar.body': { contact: 1 } } });
  const theirs = draft({ texts: { en: text('Theirs.'), ar: text('لهم.') }, ties: { 'en.body': { contact: 1 } } });
  const merged = { ...mine, ...take(mine, theirs, apart(mine, theirs).texts.find((each) => each.language === 'en')!) };
  expect(merged.texts.en!.body).toBe('Theirs.');
  expect(merged.texts.ar!.body).toBe('لي.');
  expect(merged.ties).toEqual({ 'en.body': { contact: 1 }, 'ar.body': { contact: 1 } });
});

it('taking everything over leaves nothing apart', () => {
  let mine = draft({ organisation: 'Other desk', texts: { en: text('Mine.'), es: text('Mío.') } });
  const theirs = draft();
  for (const each of apart(mine, theirs).texts) mine = { ...mine, ...take(mine, theirs, each) };
  mine = { ...mine, ...takeRest(theirs) };
  expect(apart(mine, theirs)).toEqual({ texts: [], rest: false });
});
