import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { Problem, problemOf } from '@/api/problem';
import type { components } from '@/api/schema';
import { take } from '@/api/take';

type Schemas = components['schemas'];
export type Thread = Schemas['ThreadView'];
export type Letters = Schemas['ThreadLetters'];
export type Letter = Schemas['LetterView'];
export type Direction = Letter['direction'];

export const counterparts = ['authority', 'host', 'lawyer', 'journalist', 'insurer', 'police', 'other'] as const;
export const states = ['waiting_for_us', 'waiting_for_them', 'closed'] as const;

const key = ['correspondence'];

export const threadsQuery = (incident: string) =>
  queryOptions({
    queryKey: [...key, 'of', incident],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/correspondence', { params: { path: { incident_id: incident } }, signal })),
    refetchInterval: 60_000,
  });

const onItsWay = ['queued', 'leased', 'sending'];

/** Looks again every three seconds while a letter is on its way, so that whoever sent it sees it leave. */
export const threadQuery = (thread: string) =>
  queryOptions({
    queryKey: [...key, thread],
    queryFn: ({ signal }) => take(api.GET('/api/correspondence/{thread_id}', { params: { path: { thread_id: thread } }, signal })),
    refetchInterval: (query) => (query.state.data?.messages.some((each) => onItsWay.includes(each.delivery ?? '')) ? 3000 : 60_000),
  });

export const writersQuery = (incident: string) =>
  queryOptions({ queryKey: ['letter-writers', incident], queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/letter-writers', { params: { path: { incident_id: incident } }, signal })), staleTime: 300_000 });

/** Runs one act and then shows what is true now. */
export function useAct<A, R>(call: (input: A) => Promise<R>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: call, onSettled: () => client.invalidateQueries({ queryKey: key }) });
}

const of = (thread: Pick<Thread, 'id'>) => ({ params: { path: { thread_id: thread.id } } });

export type Opening = { kind: Thread['kind']; subject: string; name: string; address: string; language: string; assigned_to?: string };
export const open = (incident: string, body: Opening) => take(api.POST('/api/incidents/{incident_id}/correspondence', { params: { path: { incident_id: incident } }, body }));
export const set = (thread: Thread, state: Thread['state'], assigned: string | null) =>
  take(api.PUT('/api/correspondence/{thread_id}', { ...of(thread), body: { version: thread.version, state, assigned_to: assigned ?? undefined } }));
export const send = (thread: Pick<Thread, 'id' | 'version'>, text: string) => take(api.POST('/api/correspondence/{thread_id}/letters', { ...of(thread), body: { version: thread.version, text } }));
export const note = (thread: Thread, body: { direction: Direction; happened_at: string; author?: string; text: string }) => take(api.POST('/api/correspondence/{thread_id}/notes', { ...of(thread), body }));

/** Hands a saved mail in, as it is. */
export async function handIn(thread: Thread, direction: Direction, file: File): Promise<void> {
  const form = new FormData();
  form.append('file', file);
  let answer: Response;
  try {
    answer = await fetch(`/api/correspondence/${encodeURIComponent(thread.id)}/mails?direction=${direction}`, { method: 'POST', body: form });
  } catch {
    throw new Problem(0, '');
  }
  if (!answer.ok) throw problemOf(answer.status, await answer.json().catch(() => null), answer.headers.get('x-request-id') ?? '');
}
