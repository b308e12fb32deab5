import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';

export type Party = components['schemas']['PartyView'];
export type Group = components['schemas']['GroupView'];
export type DataSet = components['schemas']['DataSetView'];
export type Matrix = components['schemas']['MatrixView'];

const path = (incident: string) => ({ params: { path: { incident_id: incident } } });

export const partiesQuery = (incident: string) =>
  queryOptions({ queryKey: ['incidents', incident, 'parties'], queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/parties', { ...path(incident), signal })) });

export const groupsQuery = (incident: string) =>
  queryOptions({ queryKey: ['incidents', incident, 'groups'], queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/people-groups', { ...path(incident), signal })) });

export const dataSetsQuery = (incident: string) =>
  queryOptions({ queryKey: ['incidents', incident, 'data-sets'], queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/data-sets', { ...path(incident), signal })) });
