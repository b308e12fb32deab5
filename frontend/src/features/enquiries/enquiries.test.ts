import { expect, it } from 'vitest';
import type { Answer, Reading, Topic } from './api';
import { blank, bodyOf, byDigit, linesOf, next, readingFor } from './enquiries';

const reading = (language: string, usable: boolean): Reading => ({ language, usable, text_id: language, version: 1, state: usable ? 'approved' : 'draft', question: '', answer: '', body: '', title: '', hash: '', written_by_me: false, changes: [], faults: [] });
const answer = (...words: Reading[]): Answer => ({ id: 'a', topic: 'affected', waiting: 0, words });

it('a digit means a place in the list, and ten are enough', () => {
  const list = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
  expect(byDigit(list, '1')).toBe('a');
  expect(byDigit(list, '0')).toBe('j');
  expect(byDigit(['a'], '2')).toBeUndefined();
  expect(byDigit(list, 'Enter')).toBeUndefined();
});

it('only approved words are read out: in their language, else in English, else as they are', () => {
  expect(readingFor(answer(reading('en', true), reading('fr', true)), 'fr-CA')?.language).toBe('fr');
  expect(readingFor(answer(reading('en', true), reading('fr', false)), 'fr')?.language).toBe('en');
  expect(readingFor(answer(reading('ar', true)), 'ti')?.language).toBe('ar');
  expect(readingFor(answer(reading('en', false)), 'en')).toBeUndefined();
});

it('the next caller inherits nothing of the one before but how and in which language they ask', () => {
  const after = next({ ...blank, topic: 'affected', worry: 'calm', language: 'uk', party: 'p', name: 'N', note: 'N', question: 'Q?' });
  expect(after).toEqual({ ...blank, language: 'uk', party: 'p' });
});

it('what is left empty is not sent', () => {
  expect(bodyOf({ ...blank, topic: 'affected', worry: 'calm', name: '  ' })).toEqual({ channel: 'telephone', topic: 'affected', worry: 'calm', language: 'en' });
});

it('the picture begins with the first question, shows three days at least, and the most frequent topic first', () => {
  const topics = ['press', 'affected', 'other'].map((id) => ({ id, label: id, say: '', protect: false }) satisfies Topic);
  const days = ['18', '19', '20', '21', '22'].map((day, n) => ({ on: `2026-11-${day}`, topics: (n === 4 ? { affected: 2, press: 1 } : {}) as Record<string, number> }));
  const rows = [{ topic: 'press', worry: 'calm', state: 'open' as const, count: 1 }, { topic: 'affected', worry: 'calm', state: 'open' as const, count: 2 }];
  const picture = linesOf({ total: 3, rows, days }, topics);
  expect(picture.days).toEqual(['2026-11-20', '2026-11-21', '2026-11-22']);
  expect(picture.lines.map((line) => [line.topic.id, line.total, line.days])).toEqual([['affected', 2, [0, 0, 2]], ['press', 1, [0, 0, 1]]]);
});
