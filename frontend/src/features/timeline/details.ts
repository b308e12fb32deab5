import type { TFunction } from 'i18next';
import { valueWords, wordLabel } from '@/features/facts/value';

/** What an entry of the record says beside its name, as a person reads it: no raw key, no raw time, no "true". */
export function detailWords(details: { [key: string]: unknown } | null, t: TFunction, language: string, now: number): string {
  const leaf = (value: unknown): string => {
    const isTime = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(value);
    return isTime || typeof value === 'boolean' || typeof value === 'number' ? (valueWords(value, t, language, 'UTC', now) ?? '') : String(value);
  };
  // A count or code of nothing says nothing, and a check value nothing to a reader. Ids name things that stand elsewhere; a list of them, or of entries, is told by its length.
  const plain = (value: unknown): string => {
    if (value === null || value === '' || value === 0 || (Array.isArray(value) && value.length === 0) || /^[0-9a-f]{8}-[0-9a-f]{4}-|^[0-9a-f]{64}$/.test(String(value))) return '';
    if (Array.isArray(value)) return value.some((each) => typeof each === 'object' || /^[0-9a-f]{8}-/.test(String(each))) ? String(value.length) : value.map(leaf).join(', ');
    if (typeof value === 'object') return Object.entries(value).map(([key, each]) => [key, plain(each)]).filter(([, words]) => words).map(([key, words]) => `${wordLabel(key ?? '').toLowerCase()} ${words}`).join(', ');
    return leaf(value);
  };
  return Object.entries(details ?? {})
    .map(([key, value]) => [t(`timeline.detail.${key}` as 'timeline.title', { defaultValue: wordLabel(key) }), plain(value)])
    .filter(([, words]) => words)
    .map(([key, words]) => `${key}: ${words}`)
    .join(' · ');
}
