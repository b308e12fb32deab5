import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { groupsQuery, partiesQuery } from '@/features/parties/api';
import type { Fact } from './api';

/** Whom a fact is about, by name. */
export function useSubjects(incident: string): (fact: Pick<Fact, 'party_id' | 'group_id'>) => string {
  const { t } = useTranslation();
  const parties = useQuery(partiesQuery(incident)).data?.items;
  const groups = useQuery(groupsQuery(incident)).data?.items;
  return (fact) => {
    if (fact.group_id) return groups?.find((group) => group.id === fact.group_id)?.name ?? t('facts.group');
    if (fact.party_id) return parties?.find((party) => party.id === fact.party_id)?.name ?? t('facts.party');
    return t('facts.wholeIncident');
  };
}
