import { useQueries, useQuery } from '@tanstack/react-query';
import { api } from '@/api/client';
import { everyPage } from '@/api/pages';
import { take } from '@/api/take';
import type { Fact } from '@/features/facts/api';
import { lawQuery } from '@/features/laws/laws';
import { dataSetsQuery, partiesQuery, type Group } from '@/features/parties/api';
import { changesQuery, determinationQuery } from './api';
import { factKeysOf, partOf, usedFact } from './explain';

const factsOfKey = (incident: string, key: string) => ({
  queryKey: ['incidents', incident, 'facts', 'key', key],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    everyPage<Fact>((cursor) => take(api.GET('/api/incidents/{incident_id}/facts', { params: { path: { incident_id: incident }, query: { key, cursor, limit: 200 } }, signal }))),
});

const groupsOfParty = (incident: string, party: string) => ({
  queryKey: ['incidents', incident, 'groups', party],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    everyPage<Group>((cursor) => take(api.GET('/api/incidents/{incident_id}/people-groups', { params: { path: { incident_id: incident }, query: { party_id: party, cursor, limit: 200 } }, signal }))),
});

// What counts for a party is read from its groups; a fact of hundreds of groups is not read group by group.
const spokenByGroups = ['risk_level', 'data_categories', 'subjects_kinds'];

/** Everything that an explanation says, each part as soon as it is there. */
export function useExplanation(id: string) {
  const detail = useQuery(determinationQuery(id));
  const row = detail.data?.determination;
  const incident = row?.incident_id ?? '';
  const used = row?.facts_used ?? [];
  const keys = factKeysOf(used).filter((key) => key !== 'risk_level');
  const parts = used.some((key) => partOf(key) !== null || spokenByGroups.includes(key));
  const parties = useQuery({ ...partiesQuery(incident), enabled: !!row && parts });
  const groups = useQuery({ ...groupsOfParty(incident, row?.party_id ?? ''), enabled: !!row && parts });
  const dataSets = useQuery({ ...dataSetsQuery(incident), enabled: !!row && used.includes('data_categories') });
  const facts = useQueries({ queries: keys.map((key) => ({ ...factsOfKey(incident, key), enabled: !!row })) });
  const law = useQuery({ ...lawQuery(row?.regime ?? ''), enabled: !!row && !row.agreement, staleTime: 3_600_000 });
  const changes = useQuery({ ...changesQuery(id), enabled: !!row });
  const where = {
    party: parties.data?.items.find((party) => party.id === row?.party_id), groups: groups.data?.items ?? [], dataSets: dataSets.data?.items ?? [],
    facts: facts.flatMap((each) => each.data?.items ?? []),
  };
  return {
    detail,
    facts: row ? used.map((key) => usedFact(key, where, row)) : [],
    factsPending: facts.some((each) => each.isLoading) || parties.isLoading || groups.isLoading || dataSets.isLoading,
    law: law.data,
    duty: law.data?.duty_list.find((duty) => duty.id === row?.duty),
    changes,
  };
}
