import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';
import type { State } from '@/lib/state';

export type Circular = components['schemas']['CircularView'];
export type CircularLine = components['schemas']['CircularSummary'];
export type CircularBody = components['schemas']['CircularBody'];
export type CircularText = components['schemas']['CircularTextBody'];
export type Recipient = components['schemas']['CircularRecipientView'];
export type Kit = components['schemas']['CircularKit'];

/** The languages we bring first drafts for, in the order they stand beside each other. */
export const languages = ['en', 'fr', 'es', 'ar'] as const;
export type Language = (typeof languages)[number];

export const stateOfCircular: Record<Circular['state'], State> = {
  draft: 'none', submitted: 'soon', approved: 'in_time', sending_requested: 'soon', sending: 'done', withdrawn: 'stopped',
};

export const circularsQuery = (incident: string) =>
  queryOptions({
    queryKey: ['incidents', incident, 'circulars'],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/circulars', { params: { path: { incident_id: incident } }, signal })),
  });

export const circularQuery = (incident: string, id: string) =>
  queryOptions({
    queryKey: ['incidents', incident, 'circulars', id],
    queryFn: ({ signal }) => take(api.GET('/api/circulars/{circular_id}', { params: { path: { circular_id: id } }, signal })),
  });

export const kitQuery = queryOptions({ queryKey: ['circular-kit'], queryFn: ({ signal }) => take(api.GET('/api/circular-kit', { signal })), staleTime: Infinity });

/** The parties of the incident; the societies among them are those a circular is usually written to. */
export const partiesQuery = (incident: string) =>
  queryOptions({
    queryKey: ['incidents', incident, 'parties'],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/parties', { params: { path: { incident_id: incident } }, signal })),
  });

/** Runs one act and then shows what is true now. */
export function useAct<A>(incident: string, call: (input: A) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: ['incidents', incident, 'circulars'] }), client.invalidateQueries({ queryKey: ['incidents', incident, 'board'] })]),
  });
}

export function save(incident: string, id: string | undefined, version: number, body: CircularBody): Promise<{ id: string; version: number }> {
  return id
    ? take(api.PUT('/api/circulars/{circular_id}', { params: { path: { circular_id: id } }, body: { version, ...body } }))
    : take(api.POST('/api/incidents/{incident_id}/circulars', { params: { path: { incident_id: incident } }, body }));
}

const path = (circular: Circular) => ({ params: { path: { circular_id: circular.id } } });
const bound = (circular: Circular) => ({ version: circular.version, hash: circular.content_hash ?? '' });

export const submit = (c: Circular) => take(api.POST('/api/circulars/{circular_id}/submission', { ...path(c), body: { version: c.version } }));
export const approve = (c: Circular) => take(api.POST('/api/circulars/{circular_id}/approval', { ...path(c), body: bound(c) }));
export const giveBack = (c: Circular, why: string) => take(api.POST('/api/circulars/{circular_id}/return', { ...path(c), body: { version: c.version, why } }));
export const requestSending = (c: Circular) => take(api.POST('/api/circulars/{circular_id}/sending-request', { ...path(c), body: { version: c.version } }));
export const approveSending = (c: Circular) => take(api.POST('/api/circulars/{circular_id}/sending', { ...path(c), body: bound(c) }));
export const withdraw = (c: Circular, why: string) => take(api.POST('/api/circulars/{circular_id}/withdrawal', { ...path(c), body: { version: c.version, why } }));

/** All National Societies of the directory: they fit on one page. */
export const directoryQuery = queryOptions({
  queryKey: ['organisations', 'national-societies'],
  queryFn: ({ signal }) => take(api.GET('/api/organisations', { params: { query: { kind: 'national-society', limit: 200 } }, signal })),
  staleTime: 300_000,
});

/** Texts in the order of our languages, others after them. */
export function inOrder(texts: Record<string, CircularText>): [string, CircularText][] {
  const place = (language: string) => { const at = (languages as readonly string[]).indexOf(language); return at < 0 ? languages.length : at; };
  return Object.entries(texts).sort(([a], [b]) => place(a) - place(b));
}
