import type { components } from '@/api/schema';
import type { Determination } from './determination';

export type Change = components['schemas']['ChangeView'];

/** A fact as the run of the rules used it, and what it is now where that is something else. */
export type UsedFact = components['schemas']['UsedFactView'];
export type StatedValue = components['schemas']['StatedValue'];

/** parties[0].role and groups[4].residence.GB as the part they are about and the word; null: a fact of the vocabulary or of a law. */
export function partOf(key: string): { of: 'parties' | 'groups'; word: string } | null {
  const found = /^(parties|groups)\[\d+\]\.([a-z_]+)(?:\..+)?$/.exec(key);
  return found ? { of: found[1] as 'parties', word: found[2] ?? '' } : null;
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
