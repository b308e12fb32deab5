import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';

export type Broadcast = components['schemas']['BroadcastView'];
export type Body = components['schemas']['Add-broadcastRequest'];

export const kinds: Broadcast['kind'][] = ['radio', 'television', 'newspaper', 'poster', 'community_leader', 'web'];

export const broadcastsQuery = (incident: string) =>
  queryOptions({ queryKey: ['broadcasts', incident], queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/broadcasts', { params: { path: { incident_id: incident } }, signal })) });

export const addBroadcast = (incident: string, body: Body) => take(api.POST('/api/incidents/{incident_id}/broadcasts', { params: { path: { incident_id: incident } }, body }));
export const withdraw = (row: Broadcast, why: string) => take(api.POST('/api/broadcasts/{broadcast_id}/withdrawal', { params: { path: { broadcast_id: row.id } }, body: { version: row.version, why } }));

