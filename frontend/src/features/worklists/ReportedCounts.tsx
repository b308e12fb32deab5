import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KeysetTable, type Column } from '@/components/KeysetTable';
import { NotKnownYet } from '@/components/NotKnownYet';
import { Section } from '@/components/Section';
import { groupsQuery } from '@/features/people/api';
import { useCan } from '@/features/session/me';
import { reportedQuery, type Reported } from './api';
import { ReportDialog } from './ReportDialog';

type Row = { id: string; name: string; last?: Reported };
const sum = (part: Record<string, number>) => Object.values(part).reduce((all, each) => all + each, 0);

/** What societies report about people whose names they keep: numbers per group, every version kept, the newest counts. */
export function ReportedCounts({ incident, open }: { incident: string; open: boolean }) {
  const { t, i18n } = useTranslation();
  const can = useCan();
  const [of, setOf] = useState<Row | null>(null);
  const reported = useQuery(reportedQuery(incident));
  const groups = useQuery(groupsQuery(incident));
  const rows: Row[] | undefined = reported.data && groups.data?.items.map((group) => ({ id: group.id, name: group.name, last: reported.data.items.filter((each) => each.group_id === group.id).sort((a, b) => b.number - a.number)[0] }));
  const reasons = (part: Record<string, number>) => Object.entries(part).filter(([, count]) => count > 0).map(([reason, count]) => t('worklists.part', { count, outcome: t(`worklists.reason.${reason as 'moved'}`) })).join(' · ');
  const number = (value: number) => value.toLocaleString(i18n.language);
  const columns: Column<Row>[] = [
    { key: 'group', header: t('worklists.group'), heading: true, cell: (row) => <bdi>{row.name}</bdi> },
    { key: 'told', header: t('worklists.told'), numeric: true, cell: (row) => (row.last ? number(row.last.told) : <NotKnownYet />) },
    { key: 'unreached', header: t('worklists.unreached'), numeric: true, cell: (row) => (row.last ? <>{number(sum(row.last.unreached))} <Text component="span" size="xs" c="dimmed">{reasons(row.last.unreached)}</Text></> : '') },
    { key: 'excluded', header: t('worklists.excluded'), numeric: true, cell: (row) => (row.last ? <>{number(sum(row.last.excluded))} <Text component="span" size="xs" c="dimmed">{reasons(row.last.excluded)}</Text></> : '') },
    { key: 'when', header: t('worklists.between'), cell: (row) => (row.last ? <bdi>{t('worklists.fromUntil', { from: row.last.told_from, until: row.last.told_until })}</bdi> : '') },
    ...(can('work-lists') && open ? [{ key: 'report', header: t('worklists.next'), cell: (row: Row) => <Button size="xs" variant="default" onClick={() => setOf(row)}>{t(row.last ? 'worklists.correctReport' : 'worklists.report')}</Button> }] : []),
  ];
  return (
    <Section plain title={t('worklists.reported')}>
      <Text size="sm" c="dimmed" mb="sm" maw={640}>{t('worklists.reportedLead')}</Text>
      <KeysetTable id="reported-counts" label={t('worklists.reported')} columns={columns} rows={rows} rowKey={(row) => row.id} problem={reported.error ?? groups.error ?? undefined}
        onRetry={() => void reported.refetch()} empty={t('worklists.noGroups')} fixedColumns />
      {of && reported.data && <ReportDialog incident={incident} group={of.id} name={of.name} last={of.last} words={reported.data} onClose={() => setOf(null)} />}
    </Section>
  );
}
