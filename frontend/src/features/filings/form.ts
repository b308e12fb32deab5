import type { Answer } from './api';

export type Edits = Record<string, string>;

/** What stands in a field: what is being typed, else what was typed before or taken from the incident. */
export const valueOf = (answer: Answer, edits: Edits): string => edits[answer.key] ?? answer.value;

export const lengthOf = (text: string): number => [...text].length;

/** Characters left in the field of the form; negative when it is too long. */
export const leftOf = (answer: Answer, edits: Edits): number => answer.max - lengthOf(valueOf(answer, edits));

export const isGap = (answer: Answer, edits: Edits): boolean => answer.required && !answer.hidden && valueOf(answer, edits).trim() === '';

/** What is sent: only what differs from what stands there. An answer put back to what the incident says is not typed any more; one that
 * was looked at after the incident said otherwise is sent as it is. */
export function changed(answers: Answer[], edits: Edits): Edits {
  const out: Edits = {};
  for (const answer of answers) {
    const typed = edits[answer.key];
    if (typed === undefined || (typed.trim() === answer.value.trim() && !answer.shift?.typed)) continue;
    out[answer.key] = typed.trim() === answer.says.trim() ? '' : typed.trim();
  }
  return out;
}

export type Part = { title: string; answers: Answer[] };

/** The sections of the form in its order. */
export function sections(answers: Answer[]): Part[] {
  const out: Part[] = [];
  for (const answer of answers) {
    const last = out[out.length - 1];
    if (last?.title === answer.section) last.answers.push(answer);
    else out.push({ title: answer.section, answers: [answer] });
  }
  return out;
}

/**
 * What has to be typed stands first: what the form asks for, then what it would take. A field does not leave its place while somebody types
 * in it, so what is a gap is judged by what was loaded.
 */
export function gapsFirst(answers: Answer[]): { asked: Answer[]; open: Answer[]; rest: Answer[] } {
  const empty = (answer: Answer) => answer.value === '' && !answer.hidden;
  return {
    asked: answers.filter((answer) => empty(answer) && answer.required),
    open: answers.filter((answer) => empty(answer) && !answer.required),
    rest: answers.filter((answer) => !empty(answer)),
  };
}
