import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';

export type AgreementRow = components['schemas']['AgreementRow'];
export type AgreementDetail = components['schemas']['AgreementDetail'];
export type AgreementVersion = components['schemas']['AgreementVersionView'];
export type Reading = components['schemas']['AgreementReading'];
export type PreviewLine = components['schemas']['AgreementPreviewLine'];
export type OwnTarget = components['schemas']['OwnTargetView'];
export type OwnTargets = components['schemas']['OwnTargetsView'];
export type Kind = AgreementRow['kind'];

export const kinds: Kind[] = ['contract', 'donor', 'partner', 'internal-policy'];

export const agreementsQuery = queryOptions({ queryKey: ['agreements'], queryFn: ({ signal }) => take(api.GET('/api/agreements', { signal })) });

export const agreementQuery = (id: string) =>
  queryOptions({ queryKey: ['agreements', id], queryFn: ({ signal }) => take(api.GET('/api/agreements/{agreement_id}', { params: { path: { agreement_id: id } }, signal })) });

export const targetsQuery = queryOptions({ queryKey: ['own-targets'], queryFn: ({ signal }) => take(api.GET('/api/own-targets', { signal })) });

/** Reads a text as the rules would; nothing is kept. */
export const readText = (text: string, signal?: AbortSignal) => take(api.POST('/api/agreement-checks', { body: { text }, signal }));

export const tryText = (text: string) => take(api.POST('/api/agreement-previews', { body: { text } }));

export const approve = (version: AgreementVersion) =>
  take(api.POST('/api/agreement-versions/{version_id}/approval', { params: { path: { version_id: version.id } }, body: { hash: version.hash } }));

export const decline = (id: string, reason: string) =>
  take(api.POST('/api/agreement-versions/{version_id}/refusal', { params: { path: { version_id: id } }, body: { reason } }));
