import { Alert, Anchor, Button, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { KeysetTable, type Column } from '@/components/KeysetTable';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { useIncident } from '@/features/incidents/incident';
import { useCan } from '@/features/session/me';
import { languageName } from '@/lib/names';
import { listsQuery, type Waiting, type Worklist } from './api';
import { FindLetter } from './FindLetter';
import { MakeList } from './MakeList';
import { doneOf, Progress } from './Progress';
import { ReportedCounts } from './ReportedCounts';

/** Telling by hand: who waits for a list, the lists with their progress, letters that came back, and what societies report. */
export function Component() {
  const { t, i18n } = useTranslation();
  const can = useCan();
  const incident = useIncident();
  const [making, setMaking] = useState<Waiting | null>(null);
  const lists = useQuery(listsQuery(incident.id));
  if (lists.error && !lists.data) return <ProblemBox problem={lists.error} onRetry={() => void lists.refetch()} />;
  if (!lists.data) return <Stack><Skeleton height={40} /><Skeleton height={320} /></Stack>;
  const waiting: Column<Waiting>[] = [
    { key: 'party', header: t('worklists.society'), heading: true, cell: (row) => <bdi>{row.party_name}</bdi> },
    { key: 'channel', header: t('worklists.channelHead'), cell: (row) => t(`worklists.channel.${row.channel as 'call'}`) },
    { key: 'language', header: t('worklists.language'), cell: (row) => languageName(row.language, i18n.language) },
    { key: 'count', header: t('worklists.people'), numeric: true, cell: (row) => row.count.toLocaleString(i18n.language) },
    ...(can('work-lists') ? [{ key: 'make', header: t('worklists.next'), cell: (row: Waiting) => <Button size="xs" variant="default" onClick={() => setMaking(row)}>{t('worklists.make')}</Button> }] : []),
  ];
  const columns: Column<Worklist>[] = [
    { key: 'number', header: t('worklists.list'), heading: true, cell: (row) => <Anchor component={Link} to={`/incidents/${incident.id}/worklists/${row.id}`}>{t('worklists.name', { number: row.number, channel: t(`worklists.channel.${row.channel}`) })}</Anchor> },
    { key: 'party', header: t('worklists.society'), cell: (row) => <bdi>{row.party_name}</bdi> },
    { key: 'people', header: t('worklists.people'), numeric: true, cell: (row) => row.people_count.toLocaleString(i18n.language) },
    { key: 'done', header: t('worklists.done'), cell: (row) => <Progress list={row} /> },
    { key: 'left', header: t('worklists.left'), numeric: true, cell: (row) => (row.people_count - doneOf(row)).toLocaleString(i18n.language) },
  ];
  return (
    <Stack gap="xl">
      <Section plain title={t('worklists.waiting')}>
        <Text size="sm" c="dimmed" mb="sm" maw={640}>{t('worklists.waitingLead')}</Text>
        <KeysetTable id="worklists-waiting" label={t('worklists.waiting')} columns={waiting} rows={lists.data.waiting} rowKey={(row) => `${row.dispatch_id}${row.party_id}${row.channel}${row.language}`}
          empty={t('worklists.nobodyWaits')} fixedColumns />
      </Section>
      <Section plain title={t('worklists.lists')}>
        <KeysetTable id="worklists" label={t('worklists.lists')} columns={columns} rows={lists.data.items} rowKey={(row) => row.id} empty={t('worklists.noLists')} fixedColumns />
      </Section>
      {can('work-lists') && <FindLetter incident={incident.id} />}
      <ReportedCounts incident={incident.id} open={incident.state === 'open'} />
      {incident.exercise && <Alert color="yellow" variant="light">{t('worklists.exercise')}</Alert>}
      {making && <MakeList incident={incident.id} waiting={making} onClose={() => setMaking(null)} />}
    </Stack>
  );
}
