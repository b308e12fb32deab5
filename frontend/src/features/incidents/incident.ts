import { queryOptions, useQuery } from '@tanstack/react-query';
import { useOutletContext } from 'react-router';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';

export type Incident = components['schemas']['IncidentView'];
export type IncidentRow = components['schemas']['IncidentRow'];

export const incidentQuery = (id: string) =>
  queryOptions({
    queryKey: ['incidents', id],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}', { params: { path: { incident_id: id } }, signal })),
  });

/** The incident whose page this is; its frame has loaded it. */
export function useIncident(): Incident {
  return useOutletContext<Incident>();
}

export const vocabularyQuery = queryOptions({
  queryKey: ['vocabulary'],
  queryFn: ({ signal }) => take(api.GET('/api/vocabulary', { signal })),
  staleTime: Infinity,
});

export type Vocabulary = components['schemas']['Vocabulary'];
export type VocabularyWord = components['schemas']['VocabularyWord'];

export function useVocabulary(): Vocabulary | undefined {
  return useQuery(vocabularyQuery).data;
}
