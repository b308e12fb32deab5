import type { TFunction } from 'i18next';
import type { components } from '@/api/schema';
import { valueWords } from '@/features/facts/value';
import type { Outcome } from '@/features/decisions/determination';
import { rangeWords, type Range } from '@/lib/range';

export type Difference = components['schemas']['DifferenceView'];
export type Line = Omit<components['schemas']['DifferenceLine'], 'from' | 'to'> & { from: Outcome | ''; to: Outcome | '' };
export type FactChange = components['schemas']['FactChangeView'];
export type Stale = components['schemas']['StaleView'];

/** Lines of one duty of one law, with what all of them have in common. */
export type Bundle = { key: string; law: string; citation: string; recipient: string; recipientName: string; rule: string; facts: FactChange[]; lines: Line[] };

const sameFact = (a: FactChange, b: FactChange) => a.fact === b.fact && a.about === b.about && a.from === b.from && a.to === b.to;

/** One heading for each duty, so that sixty societies under one law read as one change with sixty rows. */
export function bundles(lines: Line[]): Bundle[] {
  const out = new Map<string, Bundle>();
  for (const line of lines) {
    const key = [line.regime, line.duty, line.citation, line.recipient_name, line.change].join('|');
    const bundle = out.get(key);
    if (bundle) bundle.lines.push(line);
    else out.set(key, { key, law: line.law, citation: line.citation, recipient: line.recipient, recipientName: line.recipient_name, rule: '', facts: [], lines: [line] });
  }
  for (const bundle of out.values()) {
    const [first] = bundle.lines;
    if (!first) continue;
    if (bundle.lines.every((line) => line.rule === first.rule)) bundle.rule = first.rule;
    bundle.facts = first.facts.filter((fact) => bundle.lines.every((line) => line.facts.some((other) => sameFact(fact, other))));
  }
  return [...out.values()];
}

/** What all lines have in common, said once above them. */
export function common(lines: Line[]): { facts: FactChange[]; rule: string } {
  const [first, ...rest] = lines;
  if (!first || rest.length === 0) return { facts: [], rule: '' };
  return {
    facts: first.facts.filter((fact) => rest.every((line) => line.facts.some((other) => sameFact(fact, other)))),
    rule: rest.every((line) => line.rule === first.rule) ? first.rule : '',
  };
}

export function without(facts: FactChange[], said: FactChange[]): FactChange[] {
  return facts.filter((fact) => !said.some((other) => sameFact(fact, other)));
}

/** Whether a line still asks for something afterwards. */
export function owed(line: Line): boolean {
  return line.to === 'required' || line.to === 'undetermined';
}

/** The facts of a line that its heading does not say already. */
export function ownFacts(bundle: Bundle, line: Line): FactChange[] {
  return without(line.facts, bundle.facts);
}

/** A due time that moves later stays where it is until a second person has agreed. */
export function movesLater(line: Line): boolean {
  return line.change === 'moved' && !line.stricter && !!line.from_due_at;
}

const range = /^(?:(at least|at most) )?(\d+)(?: to (\d+))?$/;

/** A value of a change as people read it; null when it was or is not known. */
export function changeWords(value: string, t: TFunction, language: string, now: number): string | null {
  const match = range.exec(value);
  if (match) {
    const n = Number(match[2]);
    const read: Range =
      match[1] === 'at least' ? { min: n } : match[1] === 'at most' ? { max: n } : match[3] ? { min: n, max: Number(match[3]) } : { min: n, max: n, exact: true };
    return rangeWords(read, 'count', t, language);
  }
  const words = value.split(', ');
  if (words.length > 1 && words.every((word) => /^[a-z0-9-]+$/.test(word))) return valueWords(words, t, language, 'UTC', now);
  return value === 'not known yet' ? null : valueWords(value, t, language, 'UTC', now);
}

/** Where the words stand that say an old value. */
export function addressOf(incident: string, stale: Stale): string {
  if (stale.kind === 'circular') return `/incidents/${incident}/societies?circular=${stale.asks === 'supplement' ? 'new' : stale.id}`;
  if (stale.kind === 'people') return `/incidents/${incident}/telling?notice=${stale.asks === 'supplement' ? 'new' : stale.id}`;
  if (stale.kind === 'filing') return `/filings/${stale.id}`;
  if (stale.kind === 'statement') return `/incidents/${incident}/statements`;
  if (stale.kind === 'staff-note' || stale.kind === 'hotline-script' || stale.kind === 'poster' || stale.kind === 'radio') return `/incidents/${incident}/words/${stale.id}`;
  if (stale.kind === 'answer') return `/incidents/${incident}/enquiries?view=answers`;
  return `/?incident=${incident}`;
}
