import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import { everyPage } from '@/api/pages';
import type { components } from '@/api/schema';
import { take } from '@/api/take';

export type RegimeRow = components['schemas']['RegimeRow'];
export type RegimeView = components['schemas']['RegimeView'];
export type Duty = components['schemas']['DutyView'];
export type Library = components['schemas']['LibraryView'];
export type Regime = components['schemas']['LibraryRegime'];
export type LibraryDuty = components['schemas']['LibraryDuty'];
export type RegimeDate = components['schemas']['RegimeDate'];
export type LawCase = components['schemas']['CaseView'];

export const lawQuery = (id: string) => queryOptions({ queryKey: ['laws', id], queryFn: ({ signal }) => take(api.GET('/api/regimes/{id}', { params: { path: { id } }, signal })) });

// The packs are part of the program: they change with an update of it, and what is in force with the day.
const hour = 3_600_000;

export const libraryQuery = queryOptions({ queryKey: ['law-library'], staleTime: hour, queryFn: ({ signal }) => take(api.GET('/api/regime-library', { signal })) });

export const changesQuery = queryOptions({ queryKey: ['law-changes'], staleTime: hour, queryFn: ({ signal }) => take(api.GET('/api/regime-changes', { signal })) });

export const casesQuery = (id: string) =>
  queryOptions({ queryKey: ['law-cases', id], staleTime: hour, queryFn: ({ signal }) => take(api.GET('/api/regimes/{id}/cases', { params: { path: { id } }, signal })) });

export const riskRulesQuery = queryOptions({ queryKey: ['risk-rules'], staleTime: hour, queryFn: ({ signal }) => take(api.GET('/api/risk-rules', { signal })) });

/** Where there is a National Society in the directory: these countries are asked for first. */
export const societyCountriesQuery = queryOptions({
  queryKey: ['society-countries'],
  staleTime: hour,
  queryFn: async ({ signal }) => {
    const { items } = await everyPage((cursor) => take(api.GET('/api/organisations', { params: { query: { cursor, limit: 200, kind: 'national-society' } }, signal })));
    return [...new Set(items.map((each) => each.country).filter(Boolean))];
  },
});
