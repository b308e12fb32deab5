import type { components } from '@/api/schema';

export type Mark = components['schemas']['MomentMark'];
export type Known = components['schemas']['KnownView'];

/** All that happened in one minute is one stop of the slider: forms are saved with many facts at once. */
export type Stop = { at: string; kinds: Mark['kind'][]; marks: Mark[] };

export function stopsOf(marks: Mark[]): Stop[] {
  const out: Stop[] = [];
  let minute = '';
  for (const mark of marks) {
    if (!mark.at) continue;
    const last = out.at(-1);
    if (!last || mark.at.slice(0, 16) !== minute) {
      out.push({ at: mark.at, kinds: [mark.kind], marks: [mark] });
      minute = mark.at.slice(0, 16);
      continue;
    }
    last.at = mark.at; // the last second of the minute: by then all of it was known
    last.marks.push(mark);
    if (!last.kinds.includes(mark.kind)) last.kinds.push(mark.kind);
  }
  return out;
}

/** The stop that a moment stands at: the last one that is not after it; -1 before the first. */
export function stopAt(stops: Stop[], at: string): number {
  const moment = Date.parse(at);
  let found = -1;
  stops.forEach((stop, index) => {
    if (Date.parse(stop.at) <= moment) found = index;
  });
  return found;
}

type Fact = Known['facts'][number];
type Duty = Known['duties'][number];

const factKey = (fact: Fact) => [fact.key, fact.party_id, fact.group_id].join('|');
const dutyKey = (duty: Duty) => [duty.party_id, duty.regime, duty.duty, duty.jurisdiction].join('|');
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** What is another now than it was then. */
export type Compared = {
  facts: { fact: Fact; now?: Fact; differs: boolean }[];
  /** Facts that nobody knew then. */
  learnt: Fact[];
  duties: { duty: Duty; now?: Duty; differs: boolean }[];
  /** Duties that are required or open now and were not then. */
  added: Duty[];
};

export function compare(then: Known, now: Known): Compared {
  const facts = new Map(now.facts.map((fact) => [factKey(fact), fact]));
  const duties = new Map(now.duties.map((duty) => [dutyKey(duty), duty]));
  const factsThen = new Set(then.facts.map(factKey));
  const dutiesThen = new Set(then.duties.map(dutyKey));
  return {
    facts: then.facts.map((fact) => {
      const other = facts.get(factKey(fact));
      return { fact, now: other, differs: !other || !same(other.value, fact.value) };
    }),
    learnt: now.facts.filter((fact) => !factsThen.has(factKey(fact))),
    duties: then.duties.map((duty) => {
      const other = duties.get(dutyKey(duty));
      return { duty, now: other, differs: other?.effective !== duty.effective || other.due_at !== duty.due_at };
    }),
    added: now.duties.filter((duty) => !dutiesThen.has(dutyKey(duty))),
  };
}

/** What differs first, in the order it came. */
export function differingFirst<T extends { differs: boolean }>(rows: T[]): T[] {
  return [...rows.filter((row) => row.differs), ...rows.filter((row) => !row.differs)];
}
