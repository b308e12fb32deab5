import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { toast } from '@/components/Toasts';
import type { Outcome, recipients } from './determination';

export type DeterminationFilters = {
  party?: string; effective?: Outcome | ''; recipient?: (typeof recipients)[number] | ''; undecided?: boolean; limit?: number;
};

export function readDeterminations(incident: string, filters: DeterminationFilters, cursor?: string, signal?: AbortSignal) {
  return take(api.GET('/api/incidents/{incident_id}/determinations', {
    params: {
      path: { incident_id: incident },
      query: {
        cursor, limit: filters.limit, party_id: filters.party || undefined, effective: filters.effective || undefined,
        recipient: filters.recipient || undefined, undecided: filters.undecided || undefined,
      },
    },
    signal,
  })).then((page) => ({ ...page, next: page.next ?? '' }));
}

export const determinationQuery = (id: string) =>
  queryOptions({
    queryKey: ['incidents', 'determination', id],
    queryFn: ({ signal }) => take(api.GET('/api/determinations/{determination_id}', { params: { path: { determination_id: id } }, signal })),
  });

/** The facts an answer rests on, as the rules were given them, and what has changed since. */
export const usedFactsQuery = (id: string) =>
  queryOptions({
    queryKey: ['incidents', 'determination', id, 'facts'],
    queryFn: ({ signal }) => take(api.GET('/api/determinations/{determination_id}/facts', { params: { path: { determination_id: id } }, signal })),
  });

/** What would switch a duty on or off; each was tried on the rules. */
export const changesQuery = (id: string) =>
  queryOptions({
    queryKey: ['incidents', 'determination', id, 'changes'],
    queryFn: ({ signal }) => take(api.GET('/api/determinations/{determination_id}/changes', { params: { path: { determination_id: id } }, signal })),
  });

export const assessmentsQuery = (incident: string) =>
  queryOptions({
    queryKey: ['incidents', incident, 'assessments'],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/assessments', { params: { path: { incident_id: incident } }, signal })),
  });

/** Runs the rules over the facts as they are now; everything that shows their answers is read again. */
export function useRunRules(incident: string) {
  const { t } = useTranslation();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => take(api.POST('/api/incidents/{incident_id}/assessments', { params: { path: { incident_id: incident } } })),
    onSuccess: () => {
      toast(t('incidents.runDone'));
      void client.invalidateQueries({ queryKey: ['incidents', incident] });
      void client.invalidateQueries({ queryKey: ['clocks'] });
    },
  });
}
