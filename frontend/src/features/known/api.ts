import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import { take } from '@/api/take';

export const momentsQuery = (incident: string) =>
  queryOptions({
    queryKey: ['incidents', incident, 'moments'],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/moments', { params: { path: { incident_id: incident } }, signal })),
  });

/** What was known and decided at a moment. While the next one is read, the one before stays on the page. */
export const knownQuery = (incident: string, at: string) =>
  queryOptions({
    queryKey: ['incidents', incident, 'known', at],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/known', { params: { path: { incident_id: incident }, query: { at } }, signal })),
    placeholderData: keepPreviousData,
  });
