import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';
import { ownZone } from '@/components/TimeField';
import { saveFile } from '@/lib/download';

type Schemas = components['schemas'];
export type Worklist = Schemas['WorklistView'];
export type Waiting = Schemas['WaitingView'];
export type ListPerson = Schemas['WorklistPersonView'];
export type Upload = Schemas['UploadView'];
export type Reported = Schemas['ReportedCountView'];
export type Attempt = Schemas['AttemptView'];
export type Format = 'html' | 'pdf' | 'csv' | 'xlsx';

const at = (incident: string) => ({ path: { incident_id: incident } });
const of = (list: string) => ({ path: { worklist_id: list } });

export const listsQuery = (incident: string) =>
  queryOptions({ queryKey: ['worklists', incident], queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/worklists', { params: { ...at(incident), query: { limit: 200 } }, signal })), refetchInterval: 60_000 });

export const listQuery = (incident: string, list: string) =>
  queryOptions({ queryKey: ['worklists', incident, list], queryFn: ({ signal }) => take(api.GET('/api/worklists/{worklist_id}', { params: of(list), signal })) });

export const uploadsQuery = (incident: string, list: string) =>
  queryOptions({ queryKey: ['worklists', incident, list, 'uploads'], queryFn: ({ signal }) => take(api.GET('/api/worklists/{worklist_id}/uploads', { params: of(list), signal })) });

export const reportedQuery = (incident: string) =>
  queryOptions({ queryKey: ['reported-counts', incident], queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/reported-counts', { params: at(incident), signal })) });

export const attemptsQuery = (incident: string, person: number) =>
  queryOptions({
    queryKey: ['attempts', incident, person],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/people/{person_id}/attempts', { params: { path: { incident_id: incident, person_id: person } }, signal })),
  });

/** Runs one act and then shows what is true now. */
export function useAct<A, R>(incident: string, call: (input: A) => Promise<R>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSettled: () => Promise.all(['worklists', 'reported-counts', 'attempts', 'people'].map((key) => client.invalidateQueries({ queryKey: [key, incident] }))),
  });
}

export const peoplePage = (list: string, open: boolean, cursor: string | undefined, signal: AbortSignal) =>
  take(api.GET('/api/worklists/{worklist_id}/people', { params: { ...of(list), query: { open, cursor, limit: 20 } }, signal }));
export const makeList = (incident: string, body: Schemas['Make-worklistRequest']) => take(api.POST('/api/incidents/{incident_id}/worklists', { params: at(incident), body }));
export const record = (list: string, body: Schemas['Record-outcomeRequest']) => take(api.POST('/api/worklists/{worklist_id}/outcomes', { params: of(list), body }));
export const requestExport = (list: string, why: string) => take(api.POST('/api/worklists/{worklist_id}/export-requests', { params: of(list), body: { why } }));
export const approveExport = (list: string) => take(api.POST('/api/worklists/{worklist_id}/export-approval', { params: of(list) }));
export const findLetter = (incident: string, number: string) => take(api.POST('/api/incidents/{incident_id}/letters/search', { params: at(incident), body: { number } }));
export const report = (group: string, body: Schemas['Report-countsRequest']) => take(api.POST('/api/people-groups/{group_id}/reported-counts', { params: { path: { group_id: group } }, body }));
export const correct = (incident: string, person: number, body: Schemas['Correct-personRequest']) =>
  take(api.POST('/api/incidents/{incident_id}/people/{person_id}/corrections', { params: { path: { incident_id: incident, person_id: person } }, body }));

export async function takeOut(list: Worklist, format: Format, part = 1) {
  const content = await take(api.POST('/api/worklists/{worklist_id}/files', { params: of(list.id), body: { format, part }, parseAs: 'blob' }));
  saveFile(content as unknown as Blob, `list-${list.number}-${list.channel}${list.parts > 1 ? `-${part}` : ''}.${format}`);
}

export const upload = (list: string, file: File): Promise<Upload> =>
  take(api.POST('/api/worklists/{worklist_id}/uploads', {
    params: { ...of(list), query: { zone: ownZone } }, body: file as never, bodySerializer: (content) => content as unknown as BodyInit, headers: { 'Content-Type': 'application/octet-stream' },
  }));
