import type { TFunction } from 'i18next';
import { rangeWords, numberWords, type Range } from '@/lib/range';
import { instantOf, instantWords, type ZonedInput } from '@/lib/time';

/** What a form holds for a fact; a time keeps its wall clock and zone until it is sent. */
export type FactValue = null | boolean | number | string | string[] | Range | ZonedInput;

export function isZoned(value: unknown): value is ZonedInput {
  return typeof value === 'object' && value !== null && 'zone' in value && 'time' in value;
}

function isRange(value: unknown): value is Range {
  return typeof value === 'object' && value !== null && ('min' in value || 'max' in value);
}

/** The value as the server takes it; a half-typed time is nothing yet. */
export function sent(value: FactValue): { value: unknown; zone?: string } {
  if (!isZoned(value)) return { value };
  const instant = instantOf(value);
  return instant ? { value: instant.at, zone: value.zone } : { value: null };
}

/** "no-indication" as people read it. Words of the closed vocabulary are plain English; the page writes them without their dashes. */
export function wordLabel(word: string): string {
  const plain = word.replaceAll('-', ' ').replaceAll('_', ' ');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** A fact's value in words; null when it is not known yet. */
export function valueWords(value: unknown, t: TFunction, language: string, zone: string, now: number): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'boolean') return value ? t('common.yes') : t('common.no');
  if (typeof value === 'number') return numberWords(value, language);
  if (Array.isArray(value)) return value.length ? value.map((each) => wordLabel(String(each))).join(', ') : null;
  if (isRange(value)) return rangeWords(value, 'count', t, language);
  const text = String(value);
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) {
    const words = instantWords(text, zone || 'UTC', language, now);
    return words.place === 'UTC' ? `${words.day}, ${words.time} UTC` : `${words.day}, ${words.time} ${words.place} (${words.utc} UTC)`;
  }
  return /^[a-z0-9]+([-_][a-z0-9]+)*$/.test(text) ? wordLabel(text) : text;
}
