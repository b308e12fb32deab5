import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { instantOf, instantWords, lengthWords, zonedOf } from './time';

const now = Date.parse('2022-01-20T12:00:00Z');

describe('an instant in words', () => {
  it('shows local time first and UTC beside it', () => {
    const words = instantWords('2022-01-21T17:00:00Z', 'Europe/Paris', 'en', now);
    expect(words).toEqual({ day: 'Fri 21 Jan', time: '18:00', place: 'Paris', utc: '17:00' });
  });
  it('names the UTC day where it is another one', () => {
    expect(instantWords('2022-01-21T23:30:00Z', 'Asia/Tokyo', 'en', now)).toMatchObject({ day: 'Sat 22 Jan', time: '08:30', utc: 'Fri 21 Jan, 23:30' });
  });
  it('names the year only where it is not this one', () => {
    expect(instantWords('2023-01-21T17:00:00Z', 'UTC', 'en', now).day).toBe('Sat 21 Jan 2023');
  });
  it('keeps Western digits in Arabic', () => {
    expect(instantWords('2022-01-21T17:00:00Z', 'Europe/Paris', 'ar', now).time).toBe('18:00');
  });
  it('falls back to UTC for a zone this browser does not know', () => {
    expect(instantWords('2022-01-21T17:00:00Z', 'Mars/Olympus', 'en', now)).toMatchObject({ time: '17:00', place: 'UTC' });
  });
});

describe('a time on the wall becomes an instant', () => {
  const cases: [string, string, string, string, string, string][] = [
    ['an ordinary winter evening in Geneva', '2022-01-18', '18:00', 'Europe/Zurich', '2022-01-18T17:00:00Z', 'exact'],
    ['an hour that came twice: the earlier one', '2022-10-30', '02:30', 'Europe/Paris', '2022-10-30T00:30:00Z', 'overlap'],
    ['an hour that did not exist: the earlier reading', '2022-03-27', '02:30', 'Europe/Paris', '2022-03-27T00:30:00Z', 'gap'],
    ['a zone with a quarter of an hour', '2022-01-18', '18:00', 'Asia/Kathmandu', '2022-01-18T12:15:00Z', 'exact'],
    ['a day that was skipped on Samoa', '2011-12-30', '12:00', 'Pacific/Apia', '2011-12-29T22:00:00Z', 'gap'],
  ];
  it.each(cases)('%s', (_name, date, time, zone, at, kind) => {
    expect(instantOf({ date, time, zone })).toEqual({ at, kind });
  });
  it('is nothing while a part is missing or impossible', () => {
    expect(instantOf({ date: '', time: '10:00', zone: 'UTC' })).toBeNull();
    expect(instantOf({ date: '2022-02-30', time: '10:00', zone: 'UTC' })).toBeNull();
  });
  it('goes back to the same time on the wall', () => {
    expect(zonedOf('2022-01-18T17:00:00Z', 'Europe/Zurich')).toEqual({ date: '2022-01-18', time: '18:00', zone: 'Europe/Zurich' });
  });
});

describe('a length of time in words', () => {
  const minute = 60_000;
  it.each([
    [12 * minute, '12 min'],
    [200 * minute, '3 h 20 min'],
    [14 * 60 * minute, '14 h'],
    [-52 * 60 * minute, '2 d 4 h'],
    [72 * 60 * minute, '3 d 0 h'],
    [40 * 24 * 60 * minute, '40 d'],
  ])('%i ms is %s', (length, words) => {
    expect(lengthWords(length, i18next.t)).toBe(words);
  });
});
