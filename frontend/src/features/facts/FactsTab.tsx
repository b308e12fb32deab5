import { Button, Checkbox, Group, SegmentedControl, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { usePages } from '@/api/pages';
import { take } from '@/api/take';
import { Icon } from '@/components/Icon';
import { KeysetTable, type Column } from '@/components/KeysetTable';
import { NotKnownYet } from '@/components/NotKnownYet';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { useIncident, useVocabulary } from '@/features/incidents/incident';
import { useCan } from '@/features/session/me';
import { useNow } from '@/lib/clock';
import { useFilters } from '@/lib/filters';
import { currentFactsQuery, type Fact } from './api';
import { FactDialog } from './FactDialog';
import { valueWords } from './value';

// What colleagues say beside a fact comes when somebody opens its row.
const Comments = lazy(() => import('@/features/comments/Comments').then((module) => ({ default: module.Comments })));

type Row = { key: string; label: string; fact?: Fact };

/** Every question with its answer in force; and, behind the switch, everything that was ever said. */
export function Component() {
  const { t } = useTranslation();
  const [filters, setFilters] = useFilters('view', 'answer');
  return (
    <>
      <Group justify="space-between" mb="md">
        <Text size="sm" c="dimmed">{t('facts.lead')}</Text>
        <SegmentedControl size="xs" value={filters.view || 'now'} onChange={(view) => setFilters({ view: view === 'now' ? '' : view })}
          data={[{ value: 'now', label: t('facts.now') }, { value: 'history', label: t('facts.history') }]} />
      </Group>
      {filters.view === 'history' ? <History /> : <InForce />}
    </>
  );
}

function InForce() {
  const { t } = useTranslation();
  const can = useCan();
  const incident = useIncident();
  const vocabulary = useVocabulary();
  const [filters, setFilters] = useFilters('answer');
  const [find, setFind] = useState('');
  const [onlyOpen, setOnlyOpen] = useState(false);
  const [everybody, setEverybody] = useState(false);
  const facts = useQuery(currentFactsQuery(incident.id));
  const ofParts = useQuery({ ...currentFactsQuery(incident.id, 'parts'), enabled: everybody });
  const columns = useFactColumns();
  const editable = can('write-facts') && incident.state === 'open';

  const said = facts.data?.items ?? [];
  const parts = (everybody && ofParts.data?.items) || [];
  const row = (fact: Fact): Row => ({ key: fact.key, label: fact.label || fact.key, fact });
  const asked: Row[] | undefined = vocabulary && facts.data && [
    ...vocabulary.facts.map((word) => ({ key: word.key, label: word.label, fact: said.find((fact) => fact.key === word.key) })),
    ...said.filter((fact) => !vocabulary.facts.some((word) => word.key === fact.key)).map(row),
    ...parts.map(row),
  ];
  const rows = asked?.filter((row) => row.label.toLowerCase().includes(find.toLowerCase()) && (!onlyOpen || row.fact?.value == null));

  return (
    <>
      <KeysetTable
        id="facts"
        label={t('facts.title')}
        columns={[
          { key: 'question', header: t('facts.question'), heading: true, cell: (row: Row) => row.label },
          ...columns.map((column) => ({ ...column, cell: (row: Row) => (row.fact ? column.cell(row.fact) : column.key === 'value' ? <NotKnownYet /> : null) })),
          ...(editable
            ? [{
                key: 'change', header: t('common.table.actions'),
                cell: (row: Row) => (
                  <Button size="compact-xs" variant="subtle" aria-label={`${t('facts.changeThis')}: ${row.label}`} onClick={() => setFilters({ answer: row.key })}>
                    {row.fact ? t('facts.changeThis') : t('facts.answerThis')}
                  </Button>
                ),
              }]
            : []),
        ]}
        rows={rows}
        problem={facts.error ?? ofParts.error ?? undefined}
        rowKey={(row) => `${row.key}${row.fact?.id ?? ''}`}
        empty={t('facts.none')}
        toolbar={
          <>
            <TextInput type="search" label={t('facts.find')} value={find} leftSection={<Icon name="search" size={16} />} onChange={(event) => setFind(event.currentTarget.value)} />
            <Checkbox pb={8} label={t('facts.unanswered')} checked={onlyOpen} onChange={(event) => setOnlyOpen(event.currentTarget.checked)} />
            <Checkbox pb={8} label={t('facts.everybody')} checked={everybody} onChange={(event) => setEverybody(event.currentTarget.checked)} />
          </>
        }
      />
      {filters.answer && editable && vocabulary && <FactDialog key={filters.answer} incident={incident} factKey={filters.answer} onClose={() => setFilters({ answer: '' })} />}
    </>
  );
}

function History() {
  const { t } = useTranslation();
  const incident = useIncident();
  const can = useCan();
  const columns = useFactColumns();
  const list = usePages<Fact>(['incidents', incident.id, 'facts', 'history'], (cursor, signal) =>
    take(api.GET('/api/incidents/{incident_id}/facts', { params: { path: { incident_id: incident.id }, query: { cursor } }, signal })),
  );
  return (
    <KeysetTable
      id="fact-history"
      label={t('facts.history')}
      columns={[
        { key: 'question', header: t('facts.question'), heading: true, cell: (fact: Fact) => fact.label || fact.key },
        ...columns,
        { key: 'recorded', header: t('facts.recorded'), cell: (fact) => <><When at={fact.recorded_at} /> <Text size="xs" c="dimmed"><bdi>{fact.recorded_by.name}</bdi></Text></> },
        { key: 'force', header: t('facts.inForce'), cell: (fact) => (fact.in_force ? <StateBadge state="in_time" icon="check">{t('facts.inForce')}</StateBadge> : t('facts.replaced')) },
      ]}
      rowKey={(fact) => fact.id}
      rowName={(fact) => fact.label || fact.key}
      detail={can('comment') ? (fact) => <Suspense fallback={<Skeleton height={80} />}><Comments incident={incident.id} thing={{ kind: 'fact', id: fact.id }} /></Suspense> : undefined}
      toolbar={can('comment') && <Text size="sm" c="dimmed">{t('comments.openRow')}</Text>}
      empty={t('facts.none')}
      {...list}
    />
  );
}

function useFactColumns(): Column<Fact>[] {
  const { t, i18n } = useTranslation();
  const now = useNow();
  return [
    {
      key: 'value', header: t('facts.value'),
      cell: (fact) => {
        const words = valueWords(fact.value, t, i18n.language, fact.zone, now);
        return words === null ? <NotKnownYet /> : <Text size="sm" fw={550} span><bdi>{words}</bdi></Text>;
      },
    },
    { key: 'about', header: t('facts.about'), cell: (fact) => <bdi>{fact.subject || t('facts.wholeIncident')}</bdi> },
    { key: 'certainty', header: t('facts.certainty'), cell: (fact) => t(`facts.certainties.${fact.certainty}`) },
    { key: 'source', header: t('facts.source'), cell: (fact) => <bdi>{fact.source}</bdi> },
    { key: 'learnt', header: t('facts.learnt'), cell: (fact) => <Stack gap={0}><When at={fact.learnt_at} zone={fact.zone} /></Stack> },
  ];
}
