import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';
import type { State } from '@/lib/state';

export type Line = components['schemas']['AdaptationLineView'];
export type Adaptation = components['schemas']['AdaptationView'];
export type Words = Record<string, Record<string, string>>;

export const stateOf: Record<Exclude<Line['state'], ''> | 'none', State> = { none: 'none', draft: 'none', submitted: 'soon', signed: 'done' };

export const linesQuery = (incident: string) =>
  queryOptions({ queryKey: ['adaptations', incident], queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/adaptations', { params: { path: { incident_id: incident } }, signal })) });

const at = (notice: string, party: string) => ({ path: { people_notice_id: notice, party_id: party } });

export const adaptationQuery = (incident: string, notice: string, party: string) =>
  queryOptions({
    queryKey: ['adaptations', incident, notice, party],
    queryFn: ({ signal }) => take(api.GET('/api/people-notices/{people_notice_id}/adaptations/{party_id}', { params: at(notice, party), signal })),
    // What is being typed must not be replaced under the hand that types it.
    refetchOnWindowFocus: false,
  });

export const save = (row: Adaptation, words: Words) =>
  take(api.PUT('/api/people-notices/{people_notice_id}/adaptations/{party_id}', { params: at(row.notice_id, row.party_id), body: { version: row.version, notice_hash: row.notice_hash, words } }));
export const submit = (row: Adaptation, version: number) =>
  take(api.POST('/api/people-notices/{people_notice_id}/adaptations/{party_id}/submission', { params: at(row.notice_id, row.party_id), body: { version } }));
export const sign = (row: Adaptation) =>
  take(api.POST('/api/people-notices/{people_notice_id}/adaptations/{party_id}/signature', { params: at(row.notice_id, row.party_id), body: { version: row.version, hash: row.content_hash } }));
export const giveBack = (row: Adaptation, why: string) =>
  take(api.POST('/api/people-notices/{people_notice_id}/adaptations/{party_id}/return', { params: at(row.notice_id, row.party_id), body: { version: row.version, why } }));

/** Runs one act and then shows what is true now. */
export function useAct(incident: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (call: () => Promise<unknown>) => call(),
    onSettled: () => client.invalidateQueries({ queryKey: ['adaptations', incident] }),
  });
}

/** What stands in the form at first: the society's words, place by place. */
export const wordsOf = (row: Adaptation): Words =>
  Object.fromEntries(row.languages.map((each) => [each.language, Object.fromEntries(each.places.map((place) => [place.name, place.words]))]));
