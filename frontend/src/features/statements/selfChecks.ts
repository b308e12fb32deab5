import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';
import type { Language } from './api';

export type SelfCheck = components['schemas']['SelfCheckView'] & { language: Language };

export function useSelfChecks(incident: string) {
  return useQuery({
    queryKey: ['self-checks', incident],
    queryFn: async () => (await take(api.GET('/api/incidents/{incident_id}/self-checks', { params: { path: { incident_id: incident } } }))).items as SelfCheck[],
  });
}

export function useSelfCheckAct<A>(incident: string, call: (input: A) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: call, onSettled: () => client.invalidateQueries({ queryKey: ['self-checks', incident] }) });
}

const path = (incident: string, language: Language) => ({ params: { path: { incident_id: incident, language } } });
const year = (s: string) => (/^\d{4}$/.test(s.trim()) ? Number(s) : s.trim() ? -1 : 0);

type Row = { name: string; places: string[]; first: string; last: string };

export const saveSelfCheck = (incident: string, language: Language, rows: Row[], version: number) =>
  take(api.PUT('/api/incidents/{incident_id}/self-checks/{language}', {
    ...path(incident, language),
    body: { version, services: rows.map((each) => ({ name: each.name, places: each.places, first_year: year(each.first), last_year: year(each.last) })) },
  }));
export const approveSelfCheck = (incident: string, language: Language, hash: string) =>
  take(api.POST('/api/incidents/{incident_id}/self-checks/{language}/approval', { ...path(incident, language), body: { hash } }));
export const declineSelfCheck = (incident: string, language: Language, hash: string, reason: string) =>
  take(api.POST('/api/incidents/{incident_id}/self-checks/{language}/refusal', { ...path(incident, language), body: { hash, reason } }));
export const removeSelfCheck = (incident: string, language: Language, reason: string) =>
  take(api.POST('/api/incidents/{incident_id}/self-checks/{language}/removal', { ...path(incident, language), body: { reason } }));
