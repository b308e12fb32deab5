import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { sent, valueWords } from './value';

const words = (value: unknown, zone = '') => valueWords(value, i18next.t, 'en', zone, Date.parse('2022-01-20T12:00:00Z'));

describe('a fact in words', () => {
  it.each([
    [true, 'Yes'],
    [false, 'No'],
    [0, '0'],
    ['no-indication', 'No indication'],
    [['health', 'national-id'], 'Health, National id'],
    [{ min: 515000, max: null }, 'at least 515,000'],
    ['A service is down in Bern.', 'A service is down in Bern.'],
  ])('%j reads "%s"', (value, text) => {
    expect(words(value)).toBe(text);
  });
  it('shows a time in the zone it was said in', () => {
    expect(words('2022-01-18T16:00:00Z', 'Europe/Zurich')).toBe('Tue 18 Jan, 17:00 Zurich (16:00 UTC)');
  });
  it.each([[null], [undefined], [''], [[]], [{ min: null, max: null }]])('%j is not known yet, never no', (value) => {
    expect(words(value)).toBeNull();
  });
});

describe('a fact as it is sent', () => {
  it('carries the instant and the zone it was said in', () => {
    expect(sent({ date: '2022-01-18', time: '17:00', zone: 'Europe/Zurich' })).toEqual({ value: '2022-01-18T16:00:00Z', zone: 'Europe/Zurich' });
  });
  it('is not known yet while a time is half typed', () => {
    expect(sent({ date: '2022-01-18', time: '', zone: 'Europe/Zurich' })).toEqual({ value: null });
  });
  it('keeps "no" as an answer', () => {
    expect(sent(false)).toEqual({ value: false });
  });
});
