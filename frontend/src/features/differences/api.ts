import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { toast } from '@/components/Toasts';

export const differenceQuery = (incident: string) =>
  queryOptions({
    queryKey: ['incidents', incident, 'difference'],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/difference', { params: { path: { incident_id: incident } }, signal })),
  });

/** Lets lines take effect; everything that shows duties and clocks is read again. */
export function useAccept(incident: string) {
  const { t } = useTranslation();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (sent: { facts_version: number; lines: string[] }) =>
      take(api.POST('/api/incidents/{incident_id}/difference/acceptance', { params: { path: { incident_id: incident } }, body: sent })),
    onSuccess: (_, sent) => toast(t(sent.lines.length ? 'differences.accepted' : 'incidents.runDone')),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['incidents', incident] });
      void client.invalidateQueries({ queryKey: ['clocks'] });
    },
  });
}
