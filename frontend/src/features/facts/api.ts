import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';

export type Fact = components['schemas']['FactView'];

export const currentFactsQuery = (incident: string) =>
  queryOptions({
    queryKey: ['incidents', incident, 'facts', 'current'],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/facts/current', { params: { path: { incident_id: incident } }, signal })),
  });
