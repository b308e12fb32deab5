import { useQuery } from '@tanstack/react-query';
import { lawQuery } from '@/features/laws/laws';
import { changesQuery, determinationQuery, usedFactsQuery } from './api';

/** Everything that an explanation says, each part as soon as it is there. */
export function useExplanation(id: string) {
  const detail = useQuery(determinationQuery(id));
  const row = detail.data?.determination;
  const used = useQuery({ ...usedFactsQuery(id), enabled: !!row });
  const law = useQuery({ ...lawQuery(row?.regime ?? ''), enabled: !!row && !row.agreement, staleTime: 3_600_000 });
  const changes = useQuery({ ...changesQuery(id), enabled: !!row });
  return { detail, used, facts: used.data?.items ?? [], law: law.data, duty: law.data?.duty_list.find((duty) => duty.id === row?.duty), changes };
}
