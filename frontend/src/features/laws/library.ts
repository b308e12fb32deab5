// What the pages of the law browser show, computed from the library: strictness, grouping, and what holds where.
import type { LibraryDuty, Regime } from './laws';

/** A duty together with the law that demands it. */
export type DutyOfLaw = { law: Regime; duty: LibraryDuty };

const hoursIn = { hours: 1, 'business-days': 24, 'calendar-days': 24, months: 730 } as const;
const unitOrder = ['hours', 'business-days', 'calendar-days', 'months', 'none'];

/** The shortest time that the limit can leave, in hours; a law without a number comes after every number. */
export function hoursOf(duty: Pick<LibraryDuty, 'amount' | 'unit'>): number {
  return duty.unit === 'none' || duty.amount <= 0 ? Infinity : duty.amount * hoursIn[duty.unit];
}

/** Strictest first; of two that are equally long, hours before business days before calendar days, law before guidance. */
export function byStrictness(a: DutyOfLaw, b: DutyOfLaw): number {
  const [x, y] = [hoursOf(a.duty), hoursOf(b.duty)];
  if (x !== y) return x < y ? -1 : 1;
  return unitOrder.indexOf(a.duty.unit) - unitOrder.indexOf(b.duty.unit)
    || Number(a.duty.kind === 'guidance') - Number(b.duty.kind === 'guidance')
    || a.law.name.localeCompare(b.law.name) || a.law.id.localeCompare(b.law.id);
}

export function dutiesOf(laws: Regime[]): DutyOfLaw[] {
  return laws.flatMap((law) => law.duty_list.map((duty) => ({ law, duty })));
}

/** Bands of limits, strictest first. */
export const bands = ['day', 'three', 'longer', 'prompt'] as const;
export type Band = (typeof bands)[number];

export function bandOf(duty: Pick<LibraryDuty, 'amount' | 'unit'>): Band {
  const hours = hoursOf(duty);
  if (hours === Infinity) return 'prompt';
  return hours <= 24 ? 'day' : hours <= 72 ? 'three' : 'longer';
}

export function inBands(duties: DutyOfLaw[]): { band: Band; duties: DutyOfLaw[] }[] {
  const sorted = [...duties].sort(byStrictness);
  return bands.map((band) => ({ band, duties: sorted.filter((each) => bandOf(each.duty) === band) })).filter((each) => each.duties.length > 0);
}

/** Authority, people, and everybody else: the controller, own records, computer emergency teams. */
export const recipients = ['authority', 'subjects', 'others'] as const;
export type Recipient = (typeof recipients)[number];

export function recipientOf(duty: Pick<LibraryDuty, 'recipient'>): Recipient {
  return duty.recipient === 'authority' || duty.recipient === 'subjects' ? duty.recipient : 'others';
}

type Search = { text?: string; recipient?: string; societies: boolean; inForce: boolean };

/** nameOf gives the country's name in the reader's language, so that "chile" finds what stands under CL. */
export function find(duties: DutyOfLaw[], { text = '', recipient = '', societies, inForce }: Search, nameOf: (code: string) => string): DutyOfLaw[] {
  const words = plain(text).split(/\s+/).filter(Boolean);
  return duties.filter(({ law, duty }) => {
    if (recipient && recipientOf(duty) !== recipient) return false;
    if (societies && !law.for_societies) return false;
    if (inForce && duty.standing !== 'in_force') return false;
    if (words.length === 0) return true;
    const all = plain([law.id, law.name, law.citation, duty.citation, duty.recipient_name, duty.trigger_text, duty.deadline, ...law.countries, ...law.countries.map(nameOf)].join('\n'));
    return words.every((word) => all.includes(word));
  });
}

function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** "US" of "US-CA". */
export function wholeOf(code: string): string {
  return code.split('-')[0] ?? code;
}

/** What reaches an incident because of one country: each law stands in the first group that fits. */
export type ByCountry = { established: Regime[]; people: Regime[]; parts: [code: string, laws: Regime[]][]; movement: Regime[]; ended: Regime[] };

export function lawsFor(code: string, laws: Regime[]): ByCountry {
  const out: ByCountry = { established: [], people: [], parts: [], movement: [], ended: [] };
  const parts = new Map<string, Regime[]>();
  const whole = wholeOf(code);
  for (const law of [...laws].sort(byStanding)) {
    const here = law.countries.includes(code) || law.countries.includes(whole);
    const by = (way: string) => law.links.some((link) => link.by === way);
    if (here && law.standing === 'ended') out.ended.push(law);
    else if (here && by('establishment')) out.established.push(law);
    else if (here && by('residence')) out.people.push(law);
    else if (here) out.established.push(law);
    else if (by('membership') && law.countries.length === 0) out.movement.push(law);
    else if (code === whole) for (const part of law.countries.filter((each) => wholeOf(each) === whole)) parts.set(part, [...(parts.get(part) ?? []), law]);
  }
  out.parts = [...parts].sort(([a], [b]) => (a < b ? -1 : 1));
  return out;
}

/** A law that reaches everybody there comes before one that turns on a question. */
function depends(law: Regime): boolean {
  return law.links.every((link) => link.asks.length > 0);
}

const standingOrder = ['in_force', 'not_yet', 'never', 'ended'];

function byStanding(a: Regime, b: Regime): number {
  return standingOrder.indexOf(a.standing) - standingOrder.indexOf(b.standing) || Number(b.for_societies) - Number(a.for_societies)
    || Number(depends(a)) - Number(depends(b))
    || Math.min(...a.duty_list.map(hoursOf), Infinity) - Math.min(...b.duty_list.map(hoursOf), Infinity) || a.name.localeCompare(b.name) || 0;
}

/** How the map draws a country: the strictest limit towards an authority, or why there is none. */
export const levels = [...bands, 'later', 'none'] as const;
export type Level = (typeof levels)[number];

export type CountryLevel = {
  code: string;
  level: Level;
  /** The strictest duty that is in force towards an authority. */
  strictest?: DutyOfLaw;
  /** Laws that are not in force yet. */
  coming: Regime[];
  laws: number;
  duties: number;
  authority: number;
};

/** Every country of the library, also where only a part of it has a law, by the laws that can bind a National Society. */
export function countryLevels(laws: Regime[]): CountryLevel[] {
  const of = new Map<string, Set<Regime>>();
  for (const law of laws) {
    if (!law.for_societies) continue;
    // The Union's rules for its own institutions are no country's.
    for (const code of law.countries) if (code !== 'EU') of.set(wholeOf(code), (of.get(wholeOf(code)) ?? new Set()).add(law));
  }
  return [...of].map(([code, set]) => levelOf(code, [...set]));
}

function levelOf(code: string, laws: Regime[]): CountryLevel {
  const duties = dutiesOf(laws).filter((each) => each.duty.standing === 'in_force');
  const authority = duties.filter((each) => each.duty.recipient === 'authority').sort(byStrictness);
  const coming = laws.filter((law) => law.standing === 'not_yet');
  const strictest = authority[0];
  const later = coming.some((law) => law.duty_list.some((duty) => duty.recipient === 'authority'));
  return { code, level: strictest ? bandOf(strictest.duty) : later ? 'later' : 'none', strictest, coming, laws: laws.length, duties: duties.length, authority: authority.length };
}

/** The laws before this one, nearest first, as far as the packs know them. */
export function predecessors(law: Regime, byId: Map<string, Regime>): Regime[] {
  const chain: Regime[] = [];
  for (let old = byId.get(law.before_regime); old && !chain.includes(old) && old !== law; old = byId.get(old.before_regime)) chain.push(old);
  return chain;
}

/** What the engine says of a condition names questions by their keys; here stands the question itself, and a double "so that" is said once. */
export function conditionWords(text: string, questions: Record<string, string>): string {
  return text.replaceAll('it is not so that it is known that', 'it is not known that').replaceAll(/other\.[a-z0-9-]+\.[a-z0-9-]+/g, (key) => (questions[key] ? `“${questions[key]}”` : key)).replaceAll('_', ' ');
}
