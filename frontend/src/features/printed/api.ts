import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';
import type { State } from '@/lib/state';

export type Printed = components['schemas']['PrintedTextView'];
export type List = components['schemas']['PrintedTexts'];
export type Template = List['templates'][number];
export type Body = components['schemas']['PrintedTextBody'];
export type Kind = Printed['kind'];
export type Version = Printed['versions'][number];

export const kinds = ['staff-note', 'hotline-script', 'poster', 'radio'] as const satisfies readonly Kind[];
export const languages = ['en', 'fr', 'es', 'ar'] as const;
export const audiences = ['families', 'detainees', 'minors', 'survivors', 'staff', 'easy'] as const;
export type Audience = (typeof audiences)[number] | 'everybody';

export const badge: Record<Version['state'], State> = { draft: 'none', submitted: 'soon', approved: 'done', declined: 'stopped', superseded: 'none' };

/** Whom a text is for: what its writer said, or what its kind says. */
export function audienceOf(text: Printed): Audience {
  return (text.versions[0]?.audience as Audience) || (text.kind === 'staff-note' ? 'staff' : 'everybody');
}

export const printedQuery = (incident: string) =>
  queryOptions({ queryKey: ['incidents', incident, 'printed'], queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/printed-texts', { params: { path: { incident_id: incident } }, signal })) });

/** Runs one act and then shows what is true now. */
export function useAct<A, R>(incident: string, call: (input: A) => Promise<R>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: call, onSettled: () => client.invalidateQueries({ queryKey: printedQuery(incident).queryKey }) });
}

export const saveText = (incident: string, id: string, body: Body) =>
  id
    ? take(api.PUT('/api/incidents/{incident_id}/printed-texts/{text_id}', { params: { path: { incident_id: incident, text_id: id } }, body }))
    : take(api.POST('/api/incidents/{incident_id}/printed-texts', { params: { path: { incident_id: incident } }, body }));
