import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';

export type BriefingList = components['schemas']['BriefingList'];
export type Briefing = components['schemas']['BriefingView'];
export type Audience = components['schemas']['BriefingAudience'];
export type HandOver = components['schemas']['HandOverView'];

const of = (incident: string) => ({ params: { path: { incident_id: incident } } });
const report = (id: string) => ({ params: { path: { briefing_id: id } } });

export function useBriefings(incident: string) {
  return useQuery({ queryKey: ['briefings', incident], queryFn: () => take(api.GET('/api/incidents/{incident_id}/briefings', of(incident))) });
}

/** Runs one act and then shows what is true now. */
export function useAct<A>(incident: string, call: (input: A) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: call, onSettled: () => client.invalidateQueries({ queryKey: ['briefings', incident] }) });
}

export const draft = (incident: string, audience: string) => take(api.POST('/api/incidents/{incident_id}/briefings', { ...of(incident), body: { audience } }));
export const edit = (id: string, body: { title: string; body: string; from: number }) => take(api.PUT('/api/briefings/{briefing_id}', { ...report(id), body }));
export const submit = (id: string) => take(api.POST('/api/briefings/{briefing_id}/submission', report(id)));
export const approve = (id: string, hash: string) => take(api.POST('/api/briefings/{briefing_id}/approval', { ...report(id), body: { hash } }));
export const decline = (id: string, hash: string, reason: string) => take(api.POST('/api/briefings/{briefing_id}/refusal', { ...report(id), body: { hash, reason } }));
export const send = (id: string, body: { accounts: string[]; contacts: string[] }) => take(api.POST('/api/briefings/{briefing_id}/sending', { ...report(id), body }));
export const handOver = (incident: string) => take(api.POST('/api/incidents/{incident_id}/hand-overs', of(incident)));
export const takeOver = (id: string) => take(api.POST('/api/hand-overs/{hand_over_id}/taking', { params: { path: { hand_over_id: id } } }));
