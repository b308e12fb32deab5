import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { addRanges, rangeWords } from './range';

describe('how many people', () => {
  it.each([
    [{ min: 515000, max: null }, 'At least 515,000 people'],
    [{ min: null, max: 900 }, 'At most 900 people'],
    [{ min: 1200, max: 1500 }, '1,200 to 1,500 people'],
    [{ min: 412, max: 412, exact: true }, '412 people'],
    [{ min: 1, max: 1, exact: true }, '1 person'],
    [{ min: 412, max: 412, exact: false }, 'about 412 people'],
    [{ min: 0, max: 0, exact: true }, '0 people'],
  ])('%j reads "%s"', (range, words) => {
    expect(rangeWords(range, 'people', i18next.t, 'en')).toBe(words);
  });
  it('is not a number while it is not known', () => {
    expect(rangeWords({ min: null, max: null }, 'people', i18next.t, 'en')).toBeNull();
    expect(rangeWords(undefined, 'people', i18next.t, 'en')).toBeNull();
  });
});

describe('a sum of ranges', () => {
  it('has no upper end when one part has none', () => {
    expect(addRanges([{ min: 10, max: 20 }, { min: 5, max: null }])).toEqual({ min: 15, max: null, exact: false });
  });
  it('is not known yet when nothing is', () => {
    expect(addRanges([{ min: null, max: null }])).toEqual({ min: null, max: null, exact: false });
    expect(addRanges([])).toEqual({ min: null, max: null, exact: false });
  });
});
