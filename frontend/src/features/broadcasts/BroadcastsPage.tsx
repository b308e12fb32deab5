import { Anchor, Button, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { KeysetTable, type Column } from '@/components/KeysetTable';
import { NotKnownYet } from '@/components/NotKnownYet';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { addressOfDocument } from '@/features/documents/api';
import { DocumentList } from '@/features/documents/DocumentList';
import { useIncident } from '@/features/incidents/incident';
import { groupsQuery } from '@/features/people/api';
import { useCan } from '@/features/session/me';
import { languageName } from '@/lib/names';
import { AddBroadcast } from './AddBroadcast';
import { broadcastsQuery, withdraw, type Broadcast } from './api';
import { Substitute } from './Substitute';

/** Radio, posters, community leaders, pages: what stands for people who cannot be reached one by one. It never counts as told. */
export function Component() {
  const { t, i18n } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const incident = useIncident();
  const [adding, setAdding] = useState(false);
  const [taking, setTaking] = useState<Broadcast | null>(null);
  const list = useQuery(broadcastsQuery(incident.id));
  const groups = useQuery(groupsQuery(incident.id));
  const names = new Map((groups.data?.items ?? []).map((each) => [each.id, each.name]));
  const reach = ({ reach: { min, max } }: Broadcast) => {
    const words = (value: number) => value.toLocaleString(i18n.language);
    if (min == null && max == null) return <NotKnownYet />;
    if (min != null && max != null) return min === max ? words(min) : t('broadcasts.between', { low: words(min), high: words(max) });
    return min != null ? t('broadcasts.atLeast', { count: min }) : t('broadcasts.atMost', { count: max ?? 0 });
  };
  const columns: Column<Broadcast>[] = [
    { key: 'kind', header: t('broadcasts.what'), heading: true, cell: (row) => <>{t(`broadcasts.kind.${row.kind}`)} {row.withdrawn_at && <StateBadge state="none">{t('broadcasts.withdrawn')}</StateBadge>}{row.reference && <Text size="xs" c="dimmed">{t('broadcasts.reference')} <bdi dir="ltr">{row.reference}</bdi></Text>}</> },
    { key: 'area', header: t('broadcasts.area'), cell: (row) => <bdi>{row.area}</bdi> },
    { key: 'language', header: t('broadcasts.language'), cell: (row) => languageName(row.language, i18n.language) },
    { key: 'dates', header: t('broadcasts.dates'), cell: (row) => <bdi>{row.ends_on ? t('broadcasts.fromUntil', { from: row.begins_on, until: row.ends_on }) : row.begins_on}</bdi> },
    { key: 'reach', header: t('broadcasts.reach'), cell: (row) => <>{reach(row)} <Text size="xs" c="dimmed"><bdi>{row.reach_how}</bdi></Text></> },
    { key: 'groups', header: t('broadcasts.for'), cell: (row) => row.group_ids.map((id) => names.get(id) ?? '').filter(Boolean).join(', ') },
    { key: 'proof', header: t('broadcasts.proof'), cell: (row) => (row.proof_name ? <>{row.document_id ? <Anchor size="sm" href={addressOfDocument(row.document_id)} download><bdi>{row.proof_name}</bdi></Anchor> : <bdi>{row.proof_name}</bdi>} <Text size="xs" c="dimmed" ff="monospace"><bdi dir="ltr">{row.proof_hash.slice(0, 16)}</bdi></Text></> : <NotKnownYet />) },
    ...(can('record-broadcasts') ? [{ key: 'act', header: t('broadcasts.next'), cell: (row: Broadcast) => !row.withdrawn_at && <Button size="xs" variant="subtle" onClick={() => setTaking(row)}>{t('broadcasts.withdraw')}</Button> }] : []),
  ];
  return (
    <Stack gap="xl">
    <Section plain title={t('broadcasts.title')} actions={can('record-broadcasts') && incident.state === 'open' && <Button onClick={() => setAdding(true)}>{t('broadcasts.add')}</Button>}>
      <Text size="sm" c="dimmed" mb="sm" maw={640}>{t('broadcasts.lead')} {t('broadcasts.referenceHint')}</Text>
      <KeysetTable id="broadcasts" label={t('broadcasts.title')} columns={columns} rows={list.data?.items} rowKey={(row) => row.id} problem={list.error ?? undefined} onRetry={() => void list.refetch()} empty={t('broadcasts.empty')} fixedColumns />
      {adding && <AddBroadcast incident={incident.id} groups={groups.data?.items ?? []} onClose={() => setAdding(false)} />}
      {taking && (
        <ConfirmWithReason opened onClose={() => setTaking(null)} title={t('broadcasts.withdraw')} action={t('broadcasts.withdraw')}
          onConfirm={async (why) => { await withdraw(taking, why); await client.invalidateQueries({ queryKey: ['broadcasts', incident.id] }); }}>{t('broadcasts.withdrawLead')}</ConfirmWithReason>
      )}
    </Section>
    <Substitute incident={incident.id} broadcasts={list.data?.items ?? []} />
    <DocumentList incident={incident.id} />
    </Stack>
  );
}
