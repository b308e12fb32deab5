import i18next from 'i18next';
import { expect, it } from 'vitest';
import en from '@/i18n/en/timeline.json';
import common from '@/i18n/en/common.json';
import { detailWords } from './details';

const i18n = i18next.createInstance();
await i18n.init({ lng: 'en', resources: { en: { translation: { timeline: en, common } } } });
const words = (details: { [key: string]: unknown }) => detailWords(details, i18n.t, 'en', Date.parse('2026-01-20T08:00:00Z'));

it('says yes and no, not true and false', () => {
  expect(words({ last: true })).toBe('Nobody else has to approve: Yes');
  expect(words({ last: false })).toBe('Nobody else has to approve: No');
});
it('writes a time as people read it, with its zone', () => {
  const told = words({ publish_at: '2026-01-21T09:30:00Z' });
  expect(told).toContain('To be published');
  expect(told).toContain('09:30 UTC');
  expect(told).not.toMatch(/T09|Z$/);
});
it('keeps codes as they are written and leaves out ids, check values and nothing', () => {
  expect(words({ languages_not_written: ['so', 'ti'], hash: 'a'.repeat(64), id: '0b8e6c1e-1111-4222-8333-944444444444', people: 0 })).toBe('Languages nobody wrote: so, ti');
});
it('writes large counts so that they can be read', () => {
  expect(words({ people: 515000 })).toBe('People: 515,000');
});
