import { useQuery } from '@tanstack/react-query';
import { libraryQuery } from '@/features/laws/laws';
import { agreementsQuery } from './api';

/** Names of laws and agreements by the code that targets and decisions use. */
export function useRegimeNames(): Map<string, string> {
  const laws = useQuery(libraryQuery).data?.items ?? [];
  const agreements = useQuery(agreementsQuery).data?.items ?? [];
  return new Map([...agreements.map((row) => [row.code, row.name] as const), ...laws.map((law) => [law.id, law.name] as const)]);
}
