import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KeysetTable } from '@/components/KeysetTable';
import { NotKnownYet } from '@/components/NotKnownYet';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import type { Incident } from '@/features/incidents/incident';
import { countryName } from '@/lib/names';
import { partiesQuery, type Party } from './api';
import { PartyDialog } from './PartyDialog';

/** Each organisation with its role in this incident and its own moment of awareness. */
export function PartyList({ incident, editable }: { incident: Incident; editable: boolean }) {
  const { t, i18n } = useTranslation();
  const query = useQuery(partiesQuery(incident.id));
  const [editing, setEditing] = useState<Party | null>(null);
  return (
    <Section title={t('parties.title')}>
      <KeysetTable
        id="parties"
        label={t('parties.title')}
        columns={[
          { key: 'name', header: t('parties.party'), heading: true, cell: (party: Party) => <><bdi>{party.name}</bdi>{party.immunity && <> <StateBadge state="none" icon="law">{t('parties.immune')}</StateBadge></>}</> },
          { key: 'role', header: t('parties.role'), cell: (party) => t(`parties.roles.${party.role}`) },
          { key: 'country', header: t('societies.country'), cell: (party) => (party.country ? countryName(party.country, i18n.language) : <NotKnownYet />) },
          { key: 'aware', header: t('parties.aware'), cell: (party) => <><When at={party.aware_at} zone={party.aware_zone} /><Text size="xs" c="dimmed">{party.aware_reason}</Text></> },
          { key: 'kind', header: t('parties.kind'), extra: true, cell: (party) => (party.kind ? t(`parties.kinds.${party.kind as 'company'}`) : <NotKnownYet />) },
          { key: 'immunity', header: t('societies.immunity'), extra: true, cell: (party) => party.immunity || t('societies.immunityNone') },
          ...(editable
            ? [{
                key: 'edit', header: t('common.table.actions'),
                cell: (party: Party) => <Button size="compact-xs" variant="subtle" aria-label={`${t('common.edit')}: ${party.name}`} onClick={() => setEditing(party)}>{t('common.edit')}</Button>,
              }]
            : []),
        ]}
        rows={query.data?.items}
        problem={query.error ?? undefined}
        rowKey={(party) => party.id}
        empty={t('parties.none')}
      />
      {editing && <PartyDialog incident={incident} party={editing} onClose={() => setEditing(null)} />}
    </Section>
  );
}
