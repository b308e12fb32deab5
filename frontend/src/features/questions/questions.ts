import type { components } from '@/api/schema';
import { shapeOf, type FactShape } from '@/features/facts/FactInput';
import type { VocabularyWord } from '@/features/incidents/incident';

export type Question = components['schemas']['QuestionView'];

/** One question has one name: its fact, and about whom. */
export function nameOf(question: Pick<Question, 'fact' | 'about'>): string {
  return question.about ? `${question.fact}|${question.about}` : question.fact;
}

/** The key under which the answer is said: the times of the incident go by their own name. */
export function factOf(question: Pick<Question, 'fact'>): string {
  return question.fact.replace(/^incident\./, '');
}

/** The form of the answer; null: it is about a party or a people group, and is answered there. */
export function shapeOfQuestion(question: Question, words: VocabularyWord[]): FactShape | null {
  if (question.about) return null;
  const key = factOf(question);
  const word = words.find((each) => each.key === key);
  if (word) return shapeOf(word);
  return shapeOf({ key, kind: question.kind, words: question.words, open: false });
}

/** Who a question is about: "group (party)" for a people group, the party's own name otherwise. */
export function aboutWhom(about: string, parties: string[]): { party: string; group?: string } {
  if (parties.includes(about)) return { party: about };
  // The longest name wins, because one name may end another.
  const party = parties.filter((name) => about.endsWith(` (${name})`)).sort((a, b) => b.length - a.length)[0];
  return party ? { party, group: about.slice(0, -party.length - 3) } : { party: about };
}

/** The question to ask now: the one that was chosen, or the best that was not put off. */
export function nextQuestion(list: Question[], chosen: string, putOff: ReadonlySet<string>): Question | undefined {
  return list.find((each) => nameOf(each) === chosen) ?? list.find((each) => !putOff.has(nameOf(each)));
}

/** The key under which the label of a question about a party is found. */
export function labelKey(question: Pick<Question, 'fact' | 'about'>): string | null {
  return question.about ? `party.${question.fact}` : question.fact.startsWith('incident.') ? factOf(question) : null;
}

/** The address of the question behind a fact that a determination still needs; what is about other people groups is in the list. */
export function addressOfNeed(need: string, row: { incident_id: string; party: string }): string {
  const page = `/incidents/${row.incident_id}/questions`;
  const party = /^parties\[\d+\]\.(.+)$/.exec(need)?.[1];
  if (!party && /^groups\[/.test(need)) return page;
  return `${page}?ask=${encodeURIComponent(nameOf({ fact: party ?? need, about: party ? row.party : '' }))}`;
}

/** The answer that a number key stands for: 1 is the first. Undefined: none. */
export function answerOfKey(key: string, answers: string[]): string | undefined {
  return /^[1-9]$/.test(key) ? answers[Number(key) - 1] : undefined;
}
