import type { components } from '@/api/schema';
import type { Fact } from '@/features/facts/api';
import type { DataSet, Group, Party } from '@/features/parties/api';
import { addRanges, type Range } from '@/lib/range';
import type { Determination } from './determination';

export type Change = components['schemas']['ChangeView'];

/** A fact that a determination used, as it is now and with where it is said. A value of undefined was not said as a fact. */
export type UsedFact = {
  key: string;
  value: unknown;
  zone: string;
  fact?: Fact;
  /** It was said after the rules spoke: the answer may not rest on it. */
  later: boolean;
};

export type Whereabouts = { party?: Party; groups: Group[]; dataSets: DataSet[]; facts: Fact[] };

/** parties[0].role and groups[4].residence.GB as the part they are about and the word; null: a fact of the vocabulary or of a law. */
export function partOf(key: string): { of: 'parties' | 'groups'; word: string; where: string } | null {
  const found = /^(parties|groups)\[\d+\]\.([a-z_]+)(?:\.(.+))?$/.exec(key);
  return found ? { of: found[1] as 'parties', word: found[2] ?? '', where: found[3] ?? '' } : null;
}

/** The keys under which facts have to be read: what stands with parties and people is read there. */
export function factKeysOf(keys: string[]): string[] {
  return [...new Set(keys.filter((key) => !partOf(key)).map((key) => key.replace(/^incident\./, '')))];
}

const ofGroups: Record<string, (group: Group, sets: DataSet[]) => string[]> = {
  subjects_kinds: (group) => group.kinds,
  data_categories: (group, sets) => (group.categories.length ? group.categories : (sets.find((set) => set.id === group.data_set_id)?.categories ?? [])),
  risk_level: (group) => (group.risk_level ? [group.risk_level] : []),
};

/** The value that counts for this party: its own, then its groups', then the incident's. */
export function usedFact(key: string, at: Whereabouts, row: Pick<Determination, 'party_id' | 'said_at'>): UsedFact {
  const part = partOf(key);
  if (part) return { key, value: valueOfPart(part, at), zone: part.word === 'aware_at' ? (at.party?.aware_zone ?? '') : '', later: false };
  const name = key.replace(/^incident\./, '');
  const said = at.facts.filter((fact) => fact.key === name && fact.in_force);
  const fact = said.find((each) => each.party_id === row.party_id) ?? (name in ofGroups ? undefined : said.find((each) => each.group_id && at.groups.some((group) => group.id === each.group_id)))
    ?? said.find((each) => !each.party_id && !each.group_id);
  const listed = ofGroups[name];
  if (listed && (!fact || fact.value === null)) {
    const words = [...new Set(at.groups.flatMap((group) => listed(group, at.dataSets)))].sort();
    return { key, value: words.length ? words : undefined, zone: '', later: false };
  }
  return { key, value: fact?.value, zone: fact?.zone ?? '', fact, later: !!fact?.recorded_at && !!row.said_at && fact.recorded_at > row.said_at };
}

function valueOfPart(part: { of: string; word: string; where: string }, { party, groups }: Whereabouts): unknown {
  if (part.word === 'residence') {
    const ranges = groups.map((group) => group.residence[part.where]).filter((range): range is NonNullable<typeof range> => !!range);
    return ranges.length ? addRanges(ranges as Range[]) : undefined;
  }
  if (part.word === 'people') return groups.length ? addRanges(groups.map((group) => group.count)) : undefined;
  const value = part.of === 'parties' && party ? (party as unknown as Record<string, unknown>)[part.word] : undefined;
  return value === '' || value === null ? undefined : value;
}

/** Exemptions that no fact shows stand in a part of their own, with what would prove them; among the reasons they would be read twice. */
export function reasonsOf(reasons: string[]): string[] {
  return [...new Set(reasons.filter((reason) => !/^Exemption not (shown|proved)/.test(reason)))];
}

export type Part = { title: string; lines: string[] };

/** The explanation as plain text: a heading, its lines, an empty line. Parts without lines are left out. */
export function asText(sentence: string, parts: Part[]): string {
  return [sentence, ...parts.filter((part) => part.lines.length > 0).map((part) => [part.title, ...part.lines.map((line) => `- ${line}`)].join('\n'))].join('\n\n') + '\n';
}

/** A name for the file that carries no name of anybody. */
export function fileName(row: Pick<Determination, 'regime' | 'duty' | 'jurisdiction'>): string {
  return `${[row.regime, row.duty, row.jurisdiction].filter(Boolean).join('-').toLowerCase().replaceAll(/[^a-z0-9-]+/g, '-')}.json`;
}
