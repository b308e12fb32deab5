import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';

type Schemas = components['schemas'];
export type Comment = Schemas['CommentView'];
export type Kind = Comment['kind'] & ('incident' | 'party' | 'fact' | 'determination' | 'task' | 'text' | 'circular' | 'people-notice');
/** What comments stand beside; without one, everything of the incident that may be read. */
export type Thing = { kind: Kind; id: string };

const key = (incident: string) => ['comments', incident];
const query = (thing?: Thing) => (thing ? { kind: thing.kind, thing: thing.id } : {});

export const commentsQuery = (incident: string, thing?: Thing) =>
  queryOptions({
    queryKey: [...key(incident), thing?.kind ?? '', thing?.id ?? ''],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/comments', { params: { path: { incident_id: incident }, query: query(thing) }, signal })),
  });

export const mentionableQuery = (incident: string, thing: Thing) =>
  queryOptions({
    queryKey: ['mentionable', incident, thing.kind, thing.id],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/mentionable', { params: { path: { incident_id: incident }, query: query(thing) }, signal })),
    staleTime: 300_000,
  });

export const mentionsQuery = queryOptions({ queryKey: ['my-mentions'], queryFn: ({ signal }) => take(api.GET('/api/my-mentions', { signal })), refetchInterval: 60_000 });

/** Runs one act and then shows what is true now. */
export function useAct<A, R>(incident: string, call: (input: A) => Promise<R>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: key(incident) }), client.invalidateQueries({ queryKey: mentionsQuery.queryKey })]),
  });
}

const of = (comment: string) => ({ params: { path: { comment_id: comment } } });

export const add = (incident: string, thing: Thing, text: string, mentions: string[]) =>
  take(api.POST('/api/incidents/{incident_id}/comments', { params: { path: { incident_id: incident } }, body: { kind: thing.kind, thing: thing.id, text, mentions } }));
export const edit = (comment: Comment, text: string, mentions: string[]) => take(api.PUT('/api/comments/{comment_id}', { ...of(comment.id), body: { version: comment.version, text, mentions } }));
export const resolve = (comment: Comment) => take(api.POST('/api/comments/{comment_id}/resolution', of(comment.id)));
export const reopen = (comment: Comment) => take(api.POST('/api/comments/{comment_id}/reopening', of(comment.id)));
export const saw = (comment: string) => take(api.POST('/api/comments/{comment_id}/seen', of(comment)));
