import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import { everyPage } from '@/api/pages';
import type { components } from '@/api/schema';
import { take } from '@/api/take';

export type Fact = components['schemas']['FactView'];

/** The facts in force: of the incident as a whole, or of its parties and people groups, of which there are many. */
export const currentFactsQuery = (incident: string, of: 'incident' | 'parts' = 'incident') =>
  queryOptions({
    queryKey: ['incidents', incident, 'facts', 'current', of],
    queryFn: ({ signal }) =>
      everyPage<Fact>((cursor) => take(api.GET('/api/incidents/{incident_id}/facts/current', { params: { path: { incident_id: incident }, query: { cursor, of, limit: 100 } }, signal }))),
  });
