import type { State } from '@/lib/state';
import type { Answer, Body, Counts, Enquiry, Reading, Topic } from './api';

/** What the call taker has keyed in so far. Nothing of it is kept on this device: it may name a person. */
export type Entry = {
  channel: Body['channel'];
  topic: string;
  worry: string;
  language: string;
  party: string;
  name: string;
  note: string;
  question: string;
};

export const blank: Entry = { channel: 'telephone', topic: '', worry: '', language: 'en', party: '', name: '', note: '', question: '' };

/** After one caller the next: how and in which language they ask stays, who they were does not. */
export const next = (entry: Entry): Entry => ({ ...blank, channel: entry.channel, language: entry.language, party: entry.party });

/** What a digit means in a list: 1 is the first, 0 the tenth. */
export function byDigit<T>(list: readonly T[], key: string): T | undefined {
  if (!/^\d$/.test(key)) return undefined;
  return list[key === '0' ? 9 : Number(key) - 1];
}

export const digitOf = (place: number): string => (place < 9 ? String(place + 1) : place === 9 ? '0' : '');

export function bodyOf(entry: Entry): Body {
  const body: Body = { channel: entry.channel, topic: entry.topic, worry: entry.worry, language: entry.language };
  if (entry.party) body.party_id = entry.party;
  if (entry.name.trim()) body.name = entry.name.trim();
  if (entry.note.trim()) body.note = entry.note.trim();
  if (entry.question.trim()) body.question = entry.question.trim();
  return body;
}

const base = (language: string) => language.split('-')[0];

/** The words that may be said to somebody who speaks a language: in it, else in English, else as they are. The server decides again. */
export function readingFor(answer: Answer, language: string): Reading | undefined {
  const usable = answer.words.filter((each) => each.usable);
  return usable.find((each) => base(each.language) === base(language)) ?? usable.find((each) => each.language === 'en') ?? usable[0];
}

export const speaks = (reading: Reading, language: string): boolean => base(reading.language) === base(language);

export const numberOf = (enquiry: { number: number }): string => `E-${String(enquiry.number).padStart(4, '0')}`;

export const stateBadge: Record<Enquiry['state'], State> = { open: 'none', routed: 'stopped', 'call-back': 'soon', answered: 'done', done: 'done' };
export const worryBadge: Record<string, State> = { calm: 'none', worried: 'in_time', distressed: 'soon', 'in-danger': 'stopped' };

export type Line = { topic: Topic; total: number; days: number[] };

/** Topics with how often each was asked, the most frequent first, and day by day. Days before the first question are left out. */
export function linesOf(counts: Counts, topics: readonly Topic[]): { days: string[]; lines: Line[] } {
  const asked = (on: Counts['days'][number]) => Object.values(on.topics).some((each) => each > 0);
  const first = Math.min(Math.max(counts.days.findIndex(asked), 0), Math.max(counts.days.length - 3, 0));
  const days = counts.days.slice(first);
  const lines = topics.map((topic) => ({
    topic,
    total: counts.rows.filter((row) => row.topic === topic.id).reduce((sum, row) => sum + row.count, 0),
    days: days.map((day) => day.topics[topic.id] ?? 0),
  }));
  return { days: days.map((day) => day.on), lines: lines.filter((line) => line.total > 0).sort((a, b) => b.total - a.total) };
}
