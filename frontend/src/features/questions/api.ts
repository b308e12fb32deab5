import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import { take } from '@/api/take';

/** What is worth asking about an incident, best first, by the facts as they are now. */
export const questionsQuery = (incident: string) =>
  queryOptions({
    queryKey: ['incidents', incident, 'questions'],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/questions', { params: { path: { incident_id: incident } }, signal })),
  });
