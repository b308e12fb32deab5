import { isKnown } from '@/lib/range';
import { instantOf, zonedOf, type ZonedInput } from '@/lib/time';
import type { Answer, AnswerBody, OwnForm, Question, Value } from './api';

/** One question as it stands on the screen, with a time that may be half typed. */
export type Entry = { question: Question; group?: string; value: Value; time: ZonedInput | null; certainty: NonNullable<AnswerBody['certainty']>; source: string; note: string };
export type Entries = Record<string, Entry>;

export const questions: Question[] = ['people-count', 'law', 'languages', 'channels', 'contact-plan', 'exceptions', 'awareness', 'contact', 'call-me'];
export const channels = ['email', 'sms', 'messaging', 'call', 'letter', 'visit', 'counter', 'broadcast'] as const;

/** The name of a field, the same that the server uses for what it does not accept. */
export function keyOf(question: Question, group?: string | null, label?: string): string {
  if (question === 'contact-plan' && group) return `${question}-${group}`;
  if (question !== 'people-count') return question;
  return `${question}-${group ?? (label || 'other')}`;
}

/** Where an entry stands on the screen: one place for the people that stand in no group yet, whatever they are called. */
export const placeOf = (question: Question, group?: string | null) => keyOf(question, group);

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

/** An answer begins with what is known, so that only the difference has to be typed. Words of a fact are no choice of channels. */
export function begin(question: Question, known?: Value, group?: string): Entry {
  const value: Value = question === 'channels' || question === 'exceptions' ? {} : { ...known };
  const time = question === 'awareness' && known?.at ? zonedOf(known.at, known.zone || 'UTC') : null;
  // The reason why the moment is this one belongs to the moment that was; a new one needs its own.
  if (question === 'awareness') delete value.reason;
  return { question, group, value, time, certainty: 'reported', source: '', note: '' };
}

function entryOf(answer: Answer): Entry {
  const time = answer.value.at ? zonedOf(answer.value.at, answer.value.zone || zone()) : null;
  const certainty = (answer.certainty || 'reported') as Entry['certainty'];
  return { question: answer.question, group: answer.group_id ?? undefined, value: answer.value, time, certainty, source: answer.source, note: answer.note };
}

/** What the society is writing, on whatever telephone it began. */
export function entriesOf(form: OwnForm): Entries {
  return Object.fromEntries((form.draft?.answers ?? []).map((answer) => [placeOf(answer.question, answer.group_id), entryOf(answer)]));
}

/** What is sent. A time that is only half typed is sent as no time: the server says what is missing when it is submitted. */
export function bodyOf(entries: Entries): AnswerBody[] {
  return Object.values(entries)
    .sort((a, b) => questions.indexOf(a.question) - questions.indexOf(b.question))
    .map(({ question, group, value, time, certainty, source, note }) => ({
      question, group_id: group, certainty, source, note,
      value: { ...value, plan: withoutBlanks(value.plan), at: (time && instantOf(time)?.at) ?? undefined, zone: time?.zone ?? undefined },
    }));
}

/** Empty lines of what must not be said are how people space their text, not sentences. */
function withoutBlanks(plan: Value['plan']): Value['plan'] {
  return plan?.must_not_say ? { ...plan, must_not_say: plan.must_not_say.map((line) => line.trim()).filter(Boolean) } : plan;
}

/** How many questions have an answer; the number of people is one question, and so are the plans, however many groups there are. */
export function answered(entries: Entries): number {
  return new Set(Object.values(entries).map((entry) => entry.question)).size;
}

/** Whether anything stands in this value. */
export function said(value: Value): boolean {
  return isKnown(value.count) || !!value.text || !!value.at || !!value.name || !!value.email || !!value.telephone || !!value.plan
    || [value.languages, value.safe, value.unsafe].some((list) => !!list?.length);
}
