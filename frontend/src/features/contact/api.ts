import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';

export type Plan = components['schemas']['ContactPlanBody'];
export type ContactGroup = components['schemas']['ContactGroup'];
export type Way = components['schemas']['ContactChannel'];
export type Channel = Way['channel'];
export type Version = components['schemas']['ContactVersion'];
export type Override = components['schemas']['ContactOverrideView'];
export type Hours = components['schemas']['ContactHours'];

/** Whom a plan or an override is about. */
export type Scope = { incident: string; group?: string; person?: number };

export const channels: Channel[] = ['email', 'sms', 'call', 'letter', 'visit', 'society', 'voice', 'broadcast'];

const key = (incident: string) => ['incidents', incident, 'contact'] as const;

export const groupQuery = (incident: string, group: string) =>
  queryOptions({
    queryKey: [...key(incident), 'group', group],
    queryFn: ({ signal }) => take(api.GET('/api/people-groups/{group_id}/contact-plan', { params: { path: { group_id: group } }, signal })),
  });

/** How a person can be told says what happened to them: it is forgotten when it is left. */
export const personQuery = (incident: string, person: number) =>
  queryOptions({
    queryKey: [...key(incident), 'person', person],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/people/{person_id}/contact-plan', { params: { path: { incident_id: incident, person_id: person } }, signal })),
    gcTime: 0,
  });

export function listGroups(incident: string, query: { cursor?: string; show?: 'unanswered'; text?: string }, signal: AbortSignal) {
  return take(api.GET('/api/incidents/{incident_id}/contact-plans', { params: { path: { incident_id: incident }, query }, signal }));
}

export function listOverrides(incident: string, cursor: string | undefined, signal: AbortSignal) {
  return take(api.GET('/api/incidents/{incident_id}/contact-overrides', { params: { path: { incident_id: incident }, query: { cursor } }, signal }));
}

/** Runs one act and then shows what is true now. */
export function useContactAct<A>(incident: string, call: (input: A) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: call, onSettled: () => client.invalidateQueries({ queryKey: key(incident) }) });
}

export function setPlan({ incident, group, person }: Scope, body: { plan: Plan; why: string; number: number }): Promise<unknown> {
  return person !== undefined
    ? take(api.PUT('/api/incidents/{incident_id}/people/{person_id}/contact-plan', { params: { path: { incident_id: incident, person_id: person } }, body }))
    : take(api.PUT('/api/people-groups/{group_id}/contact-plan', { params: { path: { group_id: group ?? '' } }, body }));
}

export function ask({ incident, group, person }: Scope, body: { channels: Channel[]; until: string; why: string }): Promise<unknown> {
  return take(api.POST('/api/incidents/{incident_id}/contact-overrides', { params: { path: { incident_id: incident } }, body: { ...body, group_id: group, person_id: person } }));
}

const of = (id: string) => ({ params: { path: { override_id: id } } });
export const approve = (id: string): Promise<unknown> => take(api.POST('/api/contact-overrides/{override_id}/approval', of(id)));
export const decline = (id: string, reason: string): Promise<unknown> => take(api.POST('/api/contact-overrides/{override_id}/refusal', { ...of(id), body: { reason } }));
export const revoke = (id: string, reason: string): Promise<unknown> => take(api.POST('/api/contact-overrides/{override_id}/revocation', { ...of(id), body: { reason } }));
