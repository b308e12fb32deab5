import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KeysetTable, type Column } from '@/components/KeysetTable';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { useIncident } from '@/features/incidents/incident';
import { useCan } from '@/features/session/me';
import { AdaptationView } from './AdaptationView';
import { linesQuery, stateOf, type Line } from './api';

/** Which society has put its own words into which notice. A focal point sees its own and opens them. */
export function Component() {
  const { t } = useTranslation();
  const can = useCan();
  const incident = useIncident();
  const [open, setOpen] = useState<Line | null>(null);
  const list = useQuery(linesQuery(incident.id));
  if (open) return <AdaptationView incident={incident.id} notice={open.notice_id} party={open.party_id} onBack={() => setOpen(null)} />;
  const own = can('adapt-notices');
  const columns: Column<Line>[] = [
    own
      ? { key: 'notice', header: t('adaptations.notice'), heading: true, cell: (row) => <bdi>{row.subject}</bdi> }
      : { key: 'party', header: t('adaptations.society'), heading: true, cell: (row) => <bdi>{row.party}</bdi> },
    ...(own ? [] : [{ key: 'number', header: t('adaptations.notice'), cell: (row: Line) => t('adaptations.number', { number: row.notice_number }) }]),
    { key: 'state', header: t('adaptations.where'), cell: (row) => <StateBadge state={stateOf[row.state || 'none']}>{t(`adaptations.state.${row.state || 'none'}`)}</StateBadge> },
    { key: 'since', header: t('adaptations.since'), cell: (row) => { const at = row.signed_at ?? row.submitted_at ?? row.saved_at; return at && row.state ? <When at={at} /> : '–'; } },
    { key: 'who', header: t('adaptations.signer'), cell: (row) => row.signed_by || t(row.nobody ? 'adaptations.nobody' : row.by_centre ? 'adaptations.byCentre' : 'adaptations.bySociety') },
    { key: 'open', header: t('adaptations.next'), cell: (row) => <Button size="xs" variant={own && row.open && row.state !== 'signed' ? 'filled' : 'default'} onClick={() => setOpen(row)}>{t(own && row.open ? 'adaptations.write' : 'adaptations.read')}</Button> },
  ];
  return (
    <Section plain title={t('adaptations.title')}>
      <Text size="sm" c="dimmed" mb="sm" maw={640}>{t(own ? 'adaptations.leadOwn' : 'adaptations.lead')}</Text>
      <KeysetTable id="adaptations" label={t('adaptations.title')} columns={columns} rows={list.data?.items} rowKey={(row) => `${row.notice_id} ${row.party_id}`} problem={list.error ?? undefined} onRetry={() => void list.refetch()}
        empty={t(own ? 'adaptations.emptyOwn' : 'adaptations.empty')} fixedColumns />
    </Section>
  );
}
