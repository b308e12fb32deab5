import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { toldQuery } from './api';
import { Outside } from './Sources';

/** The authority that a law means in a place, by name, where it is known. */
export function AuthorityLine({ regime, jurisdiction, otherwise }: { regime: string; jurisdiction: string; otherwise: string }) {
  const { t } = useTranslation();
  const told = useQuery({ ...toldQuery(regime, jurisdiction), enabled: jurisdiction !== '' }).data?.items[0];
  if (!told) return <>{otherwise}</>;
  const address = told.portal || told.website || told.finder;
  return (
    <>
      <bdi>{address && !told.depends_on ? <Outside to={address}>{told.name}</Outside> : told.name}</bdi>
      {told.depends_on && <Text size="xs" c="dimmed" component="span">{` ${t('filings.dependsShort')}`}</Text>}
    </>
  );
}
