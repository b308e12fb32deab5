import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';
import type { IconName } from '@/components/Icon';
import type { State } from '@/lib/state';

export type Risk = components['schemas']['RiskView'];
export type GroupRisk = components['schemas']['GroupRiskView'];
export type Level = 'none_likely' | 'risk' | 'high_risk' | 'open';
export type Band = 'low' | 'medium' | 'high' | 'very_high';

export const riskQuery = (incident: string) =>
  queryOptions({
    queryKey: ['incidents', incident, 'risk'],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/risk', { params: { path: { incident_id: incident } }, signal })),
  });

/** An empty level is open: a higher one is still possible. It is never read as none. */
export function levelOf(level: string): Level {
  return level === 'none_likely' || level === 'risk' || level === 'high_risk' ? level : 'open';
}

/** A level is no clock, so it is never red; what is open asks for attention before a level that is settled and not high. */
export const levelLook: Record<Level, { state: State; icon: IconName }> = {
  high_risk: { state: 'soon', icon: 'people' },
  open: { state: 'none', icon: 'question' },
  risk: { state: 'in_time', icon: 'people' },
  none_likely: { state: 'none', icon: 'none' },
};

const rank: Record<Level, number> = { high_risk: 3, open: 2, risk: 1, none_likely: 0 };

/** Which of the reports speaks first: the worst, and of equals the one with most groups. */
export function worstFirst(list: Risk[]): Risk[] {
  return [...list].sort((a, b) => rank[levelOf(b.level)] - rank[levelOf(a.level)] || b.groups.length - a.groups.length);
}

/** The rules that hold and those that may still hold, the gravest first. */
export function gravestFirst(rules: Risk['rules'], answer: 'yes' | 'unknown'): Risk['rules'] {
  return rules.filter((rule) => rule.answer === answer).sort((a, b) => rank[levelOf(b.gives)] - rank[levelOf(a.gives)]);
}

/** The parties a report speaks for, each once, in their order. */
export function partiesOf(risk: Pick<Risk, 'groups'>): string[] {
  return [...new Set(risk.groups.map((group) => group.party))];
}

// ENISA 2013, section 4: below 2 low, from 2 medium, from 3 high, from 4 very high. 4 × 1 + 2 = 6 is the most the formula gives.
export const bands: { band: Band; from: number; to: number }[] = [
  { band: 'low', from: 0, to: 2 }, { band: 'medium', from: 2, to: 3 }, { band: 'high', from: 3, to: 4 }, { band: 'very_high', from: 4, to: 6 },
];
export const most = 6;

export function bandOf(score: number): Band {
  return bands.find((each) => score < each.to)?.band ?? 'very_high';
}

/** Where a score stands on the picture, in percent of its width. */
export function placeOnBar(score: number): number {
  return Math.round((Math.min(Math.max(score, 0), most) / most) * 1000) / 10;
}

/** What the rules alone say of a group. */
export function derivedOf(group: Pick<GroupRisk, 'lowest' | 'highest'>): { level: Level; low: Level; high: Level } {
  const low = levelOf(group.lowest);
  const high = levelOf(group.highest);
  return { level: low === high ? low : 'open', low, high };
}

export function findGroups(groups: GroupRisk[], text: string): GroupRisk[] {
  const wanted = text.trim().toLocaleLowerCase();
  return wanted ? groups.filter((group) => `${group.group} ${group.party}`.toLocaleLowerCase().includes(wanted)) : groups;
}
