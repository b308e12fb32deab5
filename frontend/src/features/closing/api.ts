import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';

export type ClosingLine = components['schemas']['ClosingLine'];

export const closingQuery = (incident: string) =>
  queryOptions({
    queryKey: ['incidents', incident, 'closing'],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/closing-list', { params: { path: { incident_id: incident } }, signal })),
  });

/** Names a line within its list. */
export const keyOf = (line: ClosingLine) => `${line.kind}/${line.subject}`;
