import type { TFunction } from 'i18next';

// One place that turns an instant into words: local time of the place it belongs to first, UTC beside it.
export type InstantWords = { day: string; time: string; place: string; utc: string };

export function placeOf(zone: string): string {
  if (zone === 'UTC' || zone === 'Etc/UTC') return 'UTC';
  return (zone.split('/').pop() ?? zone).replaceAll('_', ' ');
}

function dayOf(at: Date, zone: string, language: string, withYear: boolean): string {
  const options: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short', timeZone: zone };
  const words = new Intl.DateTimeFormat(localeOf(language), withYear ? { ...options, year: 'numeric' } : options).format(at);
  // With a year, English gains a comma that reads badly before the one of the time.
  return language === 'en' ? words.replace(',', '') : words;
}

function timeOf(at: Date, zone: string, language: string): string {
  return new Intl.DateTimeFormat(localeOf(language), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone }).format(at);
}

// Times and counts are read aloud over the telephone between many countries: Western digits in every language.
export function localeOf(language: string): string {
  return language === 'en' ? 'en-GB' : `${language}-u-nu-latn`;
}

export function safeZone(zone: string | undefined | null): string {
  if (!zone) return 'UTC';
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone;
  } catch {
    return 'UTC';
  }
}

export function instantWords(iso: string, zone: string, language: string, now: number): InstantWords {
  const at = new Date(iso);
  const there = safeZone(zone);
  const withYear = at.getUTCFullYear() !== new Date(now).getUTCFullYear();
  const day = dayOf(at, there, language, withYear);
  const utcDay = dayOf(at, 'UTC', language, withYear);
  const utcTime = timeOf(at, 'UTC', language);
  return { day, time: timeOf(at, there, language), place: placeOf(there), utc: utcDay === day ? utcTime : `${utcDay}, ${utcTime}` };
}

export function dateWords(isoDate: string, language: string): string {
  return new Intl.DateTimeFormat(localeOf(language), { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${isoDate.slice(0, 10)}T00:00:00Z`),
  );
}

/** A length of time in the two largest units that matter: "2 d 4 h", "14 h", "3 h 20 min", "12 min". */
export function lengthWords(milliseconds: number, t: TFunction): string {
  const minutes = Math.floor(Math.abs(milliseconds) / 60_000);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days >= 365) return t('common.unit.years', { years: Math.floor(days / 365), months: Math.floor((days % 365) / 30.5) });
  if (days >= 14) return t('common.unit.daysOnly', { days });
  if (hours >= 48) return t('common.unit.days', { days, hours: hours % 24 });
  if (hours >= 6) return t('common.unit.hours', { hours });
  if (hours >= 1) return t('common.unit.hoursMinutes', { hours, minutes: minutes % 60 });
  return t('common.unit.minutes', { minutes });
}

export type ZonedInput = { date: string; time: string; zone: string };
export type ZonedResult = { at: string; kind: 'exact' | 'gap' | 'overlap' };

const wall = new Map<string, Intl.DateTimeFormat>();

function offsetAt(epoch: number, zone: string): number {
  let format = wall.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric', era: 'short',
    });
    wall.set(zone, format);
  }
  const part: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(epoch)) part[type] = value;
  const local = Date.UTC(Number(part.year), Number(part.month) - 1, Number(part.day), Number(part.hour), Number(part.minute), Number(part.second));
  return local - Math.floor(epoch / 1000) * 1000;
}

/** The instant of a time on the wall. Where the clocks were moved, the earlier instant is taken, as for legal clocks. */
export function instantOf({ date, time, zone }: ZonedInput): ZonedResult | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/.exec(`${date}T${time}`);
  if (!match) return null;
  const local = Date.parse(`${date}T${time}:00Z`);
  if (Number.isNaN(local) || new Date(local).toISOString().slice(0, 10) !== date) return null;
  const there = safeZone(zone);
  const day = 86_400_000;
  const before = offsetAt(local - day, there);
  const after = offsetAt(local + day, there);
  const candidates = [...new Set([local - before, local - after])].sort((a, b) => a - b);
  const fitting = candidates.filter((epoch) => epoch + offsetAt(epoch, there) === local);
  const iso = (epoch: number) => new Date(epoch).toISOString().replace('.000Z', 'Z');
  const [first] = fitting;
  if (first === undefined) return { at: iso(candidates[0] ?? local), kind: 'gap' };
  return { at: iso(first), kind: fitting.length > 1 ? 'overlap' : 'exact' };
}

export function zonedOf(iso: string, zone: string): ZonedInput {
  const epoch = Date.parse(iso);
  const there = safeZone(zone);
  const local = new Date(epoch + offsetAt(epoch, there)).toISOString();
  return { date: local.slice(0, 10), time: local.slice(11, 16), zone: there };
}
