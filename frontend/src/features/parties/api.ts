import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import { everyPage } from '@/api/pages';
import type { components } from '@/api/schema';
import { take } from '@/api/take';

export type Party = components['schemas']['PartyView'];
export type Group = components['schemas']['GroupView'];
export type DataSet = components['schemas']['DataSetView'];
export type Matrix = components['schemas']['MatrixView'];

const path = (incident: string) => ({ params: { path: { incident_id: incident } } });

export const partiesQuery = (incident: string) =>
  queryOptions({ queryKey: ['incidents', incident, 'parties'], queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/parties', { ...path(incident), signal })) });

/** The people groups of one party in one data set; an empty data set means those of none. */
export const groupsQuery = (incident: string, party: string, dataSet: string) =>
  queryOptions({
    queryKey: ['incidents', incident, 'groups', party, dataSet],
    queryFn: ({ signal }) =>
      everyPage<Group>((cursor) => take(api.GET('/api/incidents/{incident_id}/people-groups', {
        params: { path: { incident_id: incident }, query: { cursor, limit: 100, party_id: party, data_set_id: dataSet || 'none' } }, signal,
      }))),
  });

export const dataSetsQuery = (incident: string) =>
  queryOptions({ queryKey: ['incidents', incident, 'data-sets'], queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/data-sets', { ...path(incident), signal })) });
