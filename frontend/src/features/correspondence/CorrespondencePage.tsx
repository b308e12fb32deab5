import { Anchor, Button, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { KeysetTable, type Column } from '@/components/KeysetTable';
import { Section } from '@/components/Section';
import { When } from '@/components/When';
import { useIncident } from '@/features/incidents/incident';
import { useCan } from '@/features/session/me';
import { OpenThread } from './OpenThread';
import { Turn } from './Turn';
import { threadsQuery, type Thread } from './api';

/** What is written with outsiders: authorities, hosts, lawyers, journalists. What waits for us comes first. */
export function Component() {
  const { t } = useTranslation();
  const can = useCan();
  const incident = useIncident();
  const list = useQuery(threadsQuery(incident.id));
  const [opening, setOpening] = useState(false);
  const columns: Column<Thread>[] = [
    { key: 'subject', header: t('correspondence.subject'), heading: true, cell: (row) => <Anchor component={Link} to={`/incidents/${incident.id}/correspondence/${row.id}`} style={{ overflowWrap: 'anywhere' }}><bdi>{row.subject}</bdi></Anchor> },
    { key: 'name', header: t('correspondence.with'), cell: (row) => <><bdi>{row.name}</bdi><Text size="xs" c="dimmed">{t(`correspondence.kinds.${row.kind}`)}</Text></> },
    { key: 'state', header: t('correspondence.turn'), cell: (row) => <Turn state={row.state} /> },
    { key: 'assigned', header: t('correspondence.assigned'), cell: (row) => (row.assigned_to ? <bdi>{row.assigned_to.name}</bdi> : <Text size="sm" c="dimmed">{t('correspondence.nobody')}</Text>) },
    { key: 'last', header: t('correspondence.last'), cell: (row) => <When at={row.last_at} /> },
  ];
  return (
    <Section plain title={t('correspondence.title')} actions={can('write-letters') && !opening && <Button onClick={() => setOpening(true)}>{t('correspondence.open')}</Button>}>
      <Text size="sm" c="dimmed" mb="sm" maw={640}>{t('correspondence.lead')}</Text>
      {opening && <OpenThread incident={incident.id} onDone={() => setOpening(false)} />}
      <KeysetTable id="correspondence" label={t('correspondence.title')} columns={columns} rows={list.data?.items} rowKey={(row) => row.id} problem={list.error ?? undefined} onRetry={() => void list.refetch()} fixedColumns
        empty={<Stack gap={4}><Text size="sm">{t('correspondence.none')}</Text><Text size="sm" c="dimmed">{t('correspondence.noneHow')}</Text></Stack>} />
    </Section>
  );
}
