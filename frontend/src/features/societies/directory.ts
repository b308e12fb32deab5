import { queryOptions } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';

export type Organisation = components['schemas']['OrganisationView'];
export type OrganisationBody = components['schemas']['OrganisationBody'];
export type Contact = components['schemas']['ContactView'];
export type Kind = Organisation['kind'];

export const kinds = ['national-society', 'delegation', 'headquarters', 'host', 'authority', 'company', 'other'] as const;
export const regions = ['africa', 'americas', 'asia-pacific', 'europe-central-asia', 'middle-east-north-africa'] as const;
export const contactRoles = ['focal-point', 'deputy', 'data-protection', 'communications', 'leadership', 'duty-officer', 'region'] as const;

export const organisationQuery = (id: string) =>
  queryOptions({ queryKey: ['organisations', id], queryFn: ({ signal }) => take(api.GET('/api/organisations/{organisation_id}', { params: { path: { organisation_id: id } }, signal })) });

export const contactsQuery = (id: string) =>
  queryOptions({ queryKey: ['organisations', id, 'contacts'], queryFn: ({ signal }) => take(api.GET('/api/organisations/{organisation_id}/contacts', { params: { path: { organisation_id: id } }, signal })) });

/** The word for a value of a closed list; a value this page does not know yet is shown as it is. */
export function word(group: 'kinds' | 'regions' | 'emblems' | 'roles', value: string, t: TFunction): string {
  return value ? t(`societies.${group}.${value}` as 'societies.kinds.host', { defaultValue: value }) : '';
}
