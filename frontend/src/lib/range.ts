import type { TFunction } from 'i18next';
import { localeOf } from './time';

/** A number of people as far as it is known. Both ends missing: not known yet, which is not zero. */
export type Range = { min?: number | null; max?: number | null; exact?: boolean };

export function numberWords(n: number, language: string): string {
  return new Intl.NumberFormat(localeOf(language)).format(n);
}

export function isKnown(range: Range | null | undefined): range is Range {
  return !!range && (range.min != null || range.max != null);
}

/** "At least 515,000 people", "1,200 to 1,500 people", "412 people"; null when not known yet. */
export function rangeWords(range: Range | null | undefined, unit: 'people' | 'count', t: TFunction, language: string): string | null {
  if (!isKnown(range)) return null;
  const format = (n: number) => numberWords(n, language);
  const { min, max } = range;
  if (min != null && max != null && min === max) {
    if (unit === 'count') return range.exact ? format(min) : t('common.count.about', { formatted: format(min) });
    return range.exact ? t('common.people.exactly', { count: min, formatted: format(min) }) : t('common.people.about', { formatted: format(min) });
  }
  if (min != null && max != null) return t(`common.${unit}.between`, { low: format(min), high: format(max) });
  if (min != null) return t(`common.${unit}.atLeast`, { formatted: format(min) });
  return t(`common.${unit}.atMost`, { formatted: format(max ?? 0) });
}

/** Adds ranges without inventing knowledge: one unknown upper end makes the sum's upper end unknown. */
export function addRanges(ranges: (Range | null | undefined)[]): Range {
  let min: number | null = null;
  let max: number | null = ranges.length ? 0 : null;
  let exact = ranges.length > 0;
  for (const range of ranges) {
    if (range?.min != null) min = (min ?? 0) + range.min;
    max = range?.max == null || max === null ? null : max + range.max;
    exact = exact && !!range?.exact;
  }
  return { min, max, exact };
}
