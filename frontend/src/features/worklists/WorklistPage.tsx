import { Anchor, Button, Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { usePages } from '@/api/pages';
import { Icon } from '@/components/Icon';
import { ProblemBox } from '@/components/ProblemBox';
import { useIncident } from '@/features/incidents/incident';
import { useCan } from '@/features/session/me';
import { useFilters } from '@/lib/filters';
import { listQuery, peoplePage, type ListPerson } from './api';
import { Files } from './Files';
import { PersonCard } from './PersonCard';
import { doneOf, Progress } from './Progress';

/** One list, made for a telephone in one hand: who is next, what must not be said, and what became of it. */
export function Component() {
  const { t } = useTranslation();
  const can = useCan();
  const incident = useIncident();
  const { list: id = '' } = useParams();
  const [{ show, from }, setFilter] = useFilters('show', 'from');
  const list = useQuery(listQuery(incident.id, id));
  const open = show !== 'all' && !from;
  const people = usePages<ListPerson>(['worklists', incident.id, id, 'people', open], (cursor, signal) => peoplePage(id, open, cursor, signal), can('read-people'));
  if (list.error && !list.data) return <ProblemBox problem={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Stack><Skeleton height={40} /><Skeleton height={320} /></Stack>;
  const w = list.data;
  const rows = from ? people.rows?.filter((row) => row.position > Number(from)) : people.rows;
  return (
    <Stack maw={720}>
      <Text size="sm"><Anchor component={Link} to={`/incidents/${incident.id}/worklists`}>{t('worklists.back')}</Anchor></Text>
      <div>
        <Text component="h2" fw={600} size="lg">{t('worklists.name', { number: w.number, channel: t(`worklists.channel.${w.channel}`) })}</Text>
        <Text><bdi>{w.party_name}</bdi> · {t('worklists.doneOf', { done: doneOf(w), all: w.people_count })}</Text>
        {w.held_back_count > 0 && <Text size="sm" c="dimmed">{t('worklists.heldBack', { count: w.held_back_count })}</Text>}
      </div>
      <Progress list={w} />
      {w.people_count > 0 && (can('work-lists') || can('approve-exports')) && <Files incident={incident.id} list={w} />}
      {can('read-people') ? (
        <>
          <SegmentedControl aria-label={t('worklists.show')} value={open ? 'open' : 'all'} data={[{ value: 'open', label: t('worklists.open') }, { value: 'all', label: t('worklists.everybody') }]}
            onChange={(next) => setFilter({ show: next === 'all' ? 'all' : '', from: '' })} />
          {people.problem ? <ProblemBox problem={people.problem} onRetry={people.onRetry} /> : null}
          {!people.rows && !people.problem && <Skeleton height={240} />}
          {rows?.length === 0 && <Group gap="xs"><Icon name="check" /><Text>{t('worklists.allDone')}</Text></Group>}
          {rows?.map((row) => <PersonCard key={row.person_id} incident={incident.id} list={w} row={row} />)}
          {people.onMore && <Button variant="default" loading={people.loadingMore} onClick={people.onMore}>{t('common.showMore')}</Button>}
        </>
      ) : <Text c="dimmed">{t('worklists.countsOnly')}</Text>}
    </Stack>
  );
}
