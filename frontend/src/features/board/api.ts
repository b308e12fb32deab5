import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';

export type Board = components['schemas']['Board'];
export type BoardRow = components['schemas']['BoardRow'];
export type Answer = 'seen' | 'acting' | 'declined' | 'call_me';

/** Asked again each minute while somebody looks: an acknowledgement appears without a press. */
export const boardQuery = (incident: string, circular = '') =>
  queryOptions({
    queryKey: ['incidents', incident, 'board', circular],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/board', { params: { path: { incident_id: incident }, query: { circular: circular || undefined } }, signal })),
    refetchInterval: 30_000,
  });

/** Messages of which nobody can know whether they arrived. */
export const uncertainQuery = (incident: string) =>
  queryOptions({
    queryKey: ['outbox', 'uncertain', incident],
    queryFn: ({ signal }) => take(api.GET('/api/outbox', { params: { query: { incident, state: 'uncertain', limit: 100 } }, signal })),
    refetchInterval: 30_000,
  });

/** Kills the links of a society and sends its first contact a new one. */
export function useReissue(incident: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { row: BoardRow; why: string }) =>
      take(api.POST('/api/circulars/{circular_id}/societies/{society_id}/link', {
        params: { path: { circular_id: input.row.circular_id, society_id: input.row.society_id } }, body: { why: input.why },
      })),
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: ['incidents', incident, 'board'] }), client.invalidateQueries({ queryKey: ['outbox'] })]),
  });
}

export function useAnswer(incident: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { circular: string; answer: Answer }) =>
      take(api.POST('/api/circulars/{circular_id}/answer', { params: { path: { circular_id: input.circular } }, body: { answer: input.answer } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['incidents', incident, 'board'] }),
  });
}
