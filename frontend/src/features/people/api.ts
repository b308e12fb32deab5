import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { everyPage } from '@/api/pages';
import { Problem, problemOf } from '@/api/problem';
import type { components } from '@/api/schema';
import { take } from '@/api/take';

export type Person = components['schemas']['PersonView'];
type Group = components['schemas']['GroupView'];
export type PeopleImport = components['schemas']['ImportView'];
export type Preview = components['schemas']['PreviewView'];
export type Settings = { mapping?: Record<string, number>; delimiter?: string; sheet?: string };

const under = (incident: string) => ({ params: { path: { incident_id: incident } } });
const of = (id: string) => ({ params: { path: { id } } });

export const importsQuery = (incident: string) =>
  queryOptions({
    queryKey: ['people-imports', incident],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/people-imports', { ...under(incident), signal })),
    refetchInterval: (query) => (query.state.data?.items.some(isRunning) ? 2_000 : false),
  });

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['people-import', id],
    queryFn: ({ signal }) => take(api.GET('/api/people-imports/{id}', { ...of(id), signal })),
    refetchInterval: (query) => (query.state.data && isRunning(query.state.data) ? 1_000 : false),
  });

export function isRunning(each: PeopleImport): boolean {
  return each.state === 'queued' || each.state === 'running';
}

/** The preview holds people: it is asked for by a write, kept in no address, and forgotten when the page is left. */
export const previewQuery = (id: string, settings: Settings) =>
  queryOptions({
    queryKey: ['people-import', id, 'preview', settings],
    queryFn: ({ signal }): Promise<Preview> => take(api.POST('/api/people-imports/{id}/preview', { ...of(id), body: settings, signal })),
    gcTime: 0,
  });

export const partiesQuery = (incident: string) =>
  queryOptions({
    queryKey: ['incidents', incident, 'parties'],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/parties', { params: { path: { incident_id: incident } }, signal })),
  });

export const groupsQuery = (incident: string) =>
  queryOptions({
    queryKey: ['incidents', incident, 'people-groups'],
    queryFn: ({ signal }) =>
      everyPage<Group>((cursor) => take(api.GET('/api/incidents/{incident_id}/people-groups', { params: { path: { incident_id: incident }, query: { cursor, limit: 100 } }, signal }))),
  });

/** Runs one step of an import and then shows what is true now. */
export function useImportAct<A>(incident: string, call: (input: A) => Promise<PeopleImport>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSuccess: (now) => client.setQueryData(importQuery(now.id).queryKey, now),
    onSettled: () => client.invalidateQueries({ queryKey: ['people-imports', incident] }),
  });
}

export const start = (id: string, settings: Settings): Promise<PeopleImport> => take(api.POST('/api/people-imports/{id}/start', { ...of(id), body: settings }));
export const cancel = (id: string): Promise<PeopleImport> => take(api.POST('/api/people-imports/{id}/cancel', of(id)));
export const refusedRows = (id: string): Promise<Blob> => take(api.POST('/api/people-imports/{id}/refused-rows', { ...of(id), parseAs: 'blob' })) as unknown as Promise<Blob>;

/** Sends the file as it is read from the disk. fetch does not say how much has left, so the older request does it. */
export function upload(incident: string, file: File, target: { party?: string; group?: string }, onProgress: (sent: number) => void): { done: Promise<PeopleImport>; stop: () => void } {
  const request = new XMLHttpRequest();
  const done = new Promise<PeopleImport>((resolve, reject) => {
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onload = () => {
      const body: unknown = parse(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(body as PeopleImport);
      else reject(problemOf(request.status, body, request.getResponseHeader('x-request-id') ?? ''));
    };
    request.onerror = () => reject(new Problem(0, ''));
    request.onabort = () => reject(new Stopped());
  });
  const query = new URLSearchParams();
  if (target.party) query.set('party_id', target.party);
  if (target.group) query.set('group_id', target.group);
  request.open('POST', `/api/incidents/${encodeURIComponent(incident)}/people-imports?${query.toString()}`);
  const form = new FormData();
  form.append('file', file);
  request.send(form);
  return { done, stop: () => request.abort() };
}

/** The person who uploads has stopped it: nothing is wrong. */
export class Stopped extends Error {}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
