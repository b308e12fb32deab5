import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';

export type StatementList = components['schemas']['StatementList'];
export type Statement = components['schemas']['StatementView'];
export type Version = components['schemas']['TextVersionView'];
export type Language = 'en' | 'fr' | 'es' | 'ar';
export const languages: Language[] = ['en', 'fr', 'es', 'ar'];

export function useStatements(incident: string) {
  return useQuery({
    queryKey: ['statements', incident],
    queryFn: () => take(api.GET('/api/incidents/{incident_id}/statements', { params: { path: { incident_id: incident } } })),
  });
}

/** Runs one act and then shows what is true now. */
export function useAct<A>(incident: string, call: (input: A) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: call, onSettled: () => client.invalidateQueries({ queryKey: ['statements', incident] }) });
}

export type Edit = { id?: string; language: Language; title: string; body: string; from: number; ties?: Record<string, number> };

export function saveStatement(incident: string, { id, ...body }: Edit) {
  return id
    ? take(api.PUT('/api/incidents/{incident_id}/statements/{text_id}', { params: { path: { incident_id: incident, text_id: id } }, body }))
    : take(api.POST('/api/incidents/{incident_id}/statements', { params: { path: { incident_id: incident } }, body }));
}

export const submit = (id: string) => take(api.POST('/api/statements/{text_id}/submission', { params: { path: { text_id: id } } }));
export const approve = (id: string, hash: string) => take(api.POST('/api/statements/{text_id}/approval', { params: { path: { text_id: id } }, body: { hash } }));
export const decline = (id: string, hash: string, reason: string) =>
  take(api.POST('/api/statements/{text_id}/refusal', { params: { path: { text_id: id } }, body: { hash, reason } }));
export const withdraw = (publication: string, reason: string) =>
  take(api.POST('/api/publications/{publication_id}/withdrawal', { params: { path: { publication_id: publication } }, body: { reason } }));

export type Publish = { id: string; at?: string; said: string; right: string };

export const publish = ({ id, at, said, right }: Publish) =>
  take(api.POST('/api/statements/{text_id}/publication', {
    params: { path: { text_id: id } },
    body: { ...(at ? { publish_at: at } : {}), correction_said: said, correction_right: right },
  }));

type PageWords = StatementList['page']['words'] & { version: number };

export const savePage = (incident: string, body: PageWords) => take(api.PUT('/api/incidents/{incident_id}/public-page', { params: { path: { incident_id: incident } }, body }));
export const approvePage = (incident: string, hash: string) =>
  take(api.POST('/api/incidents/{incident_id}/public-page/approval', { params: { path: { incident_id: incident } }, body: { hash } }));
export const declinePage = (incident: string, hash: string, reason: string) =>
  take(api.POST('/api/incidents/{incident_id}/public-page/refusal', { params: { path: { incident_id: incident } }, body: { hash, reason } }));
