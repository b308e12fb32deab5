import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';

export type Said = components['schemas']['SaidView'];
export type Contradiction = components['schemas']['ContradictionView'];
export type Passage = components['schemas']['PassageView'];
export type OutsideBody = components['schemas']['OutsideBody'];

export const speakers: OutsideBody['kind'][] = ['society', 'authority', 'press', 'social', 'intruder', 'other'];
export const abouts = ['number', 'date', 'cause', 'data', 'misuse'] as const;

export const saidQuery = (incident: string) =>
  queryOptions({ queryKey: ['incidents', incident, 'said'], queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/said', { params: { path: { incident_id: incident } }, signal })) });

export const acceptCorrections = (incident: string, body: { piece: string; version: number; passages?: string[] }) =>
  take(api.POST('/api/incidents/{incident_id}/corrections', { params: { path: { incident_id: incident } }, body }));
export const enterOutside = (incident: string, body: OutsideBody) =>
  take(api.POST('/api/incidents/{incident_id}/outside-statements', { params: { path: { incident_id: incident } }, body }));
export const withdrawOutside = (id: string, reason: string) =>
  take(api.POST('/api/outside-statements/{outside_statement_id}/withdrawal', { params: { path: { outside_statement_id: id } }, body: { reason } }));
