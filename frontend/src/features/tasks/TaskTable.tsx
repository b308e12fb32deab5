import { Anchor, Select, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '@/api/client';
import { usePages } from '@/api/pages';
import { take } from '@/api/take';
import { Clock } from '@/components/Clock';
import { KeysetTable, type Column } from '@/components/KeysetTable';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { useFilters } from '@/lib/filters';
import { useNow } from '@/lib/clock';
import type { State } from '@/lib/state';
import type { Task, TaskState } from './api';
import { TaskDetail } from './TaskDetail';

const soon = 24 * 3_600_000;

/** How the time of a task stands. Only what the law times can be late. */
export function stateOfTask(task: Task, now: number): State {
  if (task.state !== 'open') return task.state === 'done' ? 'done' : 'none';
  if (!task.due_at || !task.by_law) return 'none';
  if (task.overdue) return 'late';
  return Date.parse(task.due_at) - now < soon ? 'soon' : 'in_time';
}

/** Tasks of one incident, or of all; filters stand in the address. */
export function TaskTable({ incident, owner: fixedOwner, empty }: { incident?: string; owner?: 'me'; empty: string }) {
  const { t } = useTranslation();
  const now = useNow();
  const [filter, setFilter] = useFilters('owner', 'state', 'kind');
  const query = { owner: fixedOwner ?? (filter.owner || undefined), state: (filter.state || 'open') as TaskState, kind: filter.kind || undefined };
  const list = usePages<Task>(['tasks', 'list', incident ?? 'all', query], (cursor, signal) =>
    (incident
      ? take(api.GET('/api/incidents/{incident_id}/tasks', { params: { path: { incident_id: incident }, query: { ...query, cursor } }, signal }))
      : take(api.GET('/api/tasks', { params: { query: { ...query, cursor } }, signal }))
    ).then((page) => ({ items: page.items, next: page.next ?? '' })),
  );
  const columns: Column<Task>[] = [
    { key: 'title', header: t('tasks.task'), heading: true, cell: (row) => <bdi>{row.title}</bdi> },
    ...(incident ? [] : [{ key: 'incident', header: t('tasks.incident'), cell: (row: Task) => <Anchor component={Link} size="sm" to={`/incidents/${row.incident_id}/tasks`}><bdi>{row.incident_reference}</bdi></Anchor> }]),
    { key: 'due', header: t('tasks.due'), cell: (row) => <Due row={row} /> },
    { key: 'owner', header: t('tasks.owner'), cell: (row) => (row.owner ? <bdi>{row.owner}</bdi> : <Text span size="sm" c="dimmed">{t('tasks.nobody')}</Text>) },
    { key: 'party', header: t('tasks.waitingFor'), cell: (row) => (row.party ? <bdi>{row.party}</bdi> : <Text span size="sm" c="dimmed">{t('tasks.ourselves')}</Text>) },
    { key: 'kind', header: t('tasks.kind'), cell: (row) => kindWords(row.kind) },
  ];

  return (
    <KeysetTable
      id={incident ? 'incident-tasks' : 'tasks'}
      label={t('tasks.title')}
      columns={columns}
      rowKey={(row) => row.id}
      rowName={(row) => row.title}
      detail={(row) => <TaskDetail task={row} />}
      empty={filter.owner || filter.kind || filter.state ? t('tasks.noneMatch') : empty}
      {...list}
      toolbar={
        <>
          <Select label={t('tasks.state')} allowDeselect={false} value={filter.state || 'open'} w={144}
            data={(['open', 'done', 'cancelled'] as const).map((value) => ({ value, label: t(`tasks.states.${value}`) }))} onChange={(state) => setFilter({ state: state === 'open' ? '' : (state ?? '') })} />
          {!fixedOwner && (
            <Select label={t('tasks.owner')} clearable placeholder={t('tasks.anybody')} value={filter.owner || null} w={160}
              data={[{ value: 'me', label: t('tasks.me') }, { value: 'nobody', label: t('tasks.nobody') }]} onChange={(owner) => setFilter({ owner: owner ?? '' })} />
          )}
          <Select label={t('tasks.kind')} clearable placeholder={t('tasks.anyKind')} value={filter.kind || null} w={208}
            data={(['obligation', 'manual', 'bounce', 'silence'] as const).map((value) => ({ value, label: t(`tasks.kinds.${value}`) }))} onChange={(kind) => setFilter({ kind: kind ?? '' })} />
        </>
      }
    />
  );

  function Due({ row }: { row: Task }) {
    if (row.state !== 'open') return <><StateBadge state={stateOfTask(row, now)}>{t(`tasks.states.${row.state}`)}</StateBadge> {row.closed_at && <When at={row.closed_at} />}</>;
    if (!row.due_at) return <Text span size="sm" c="dimmed">{t('tasks.noTime')}</Text>;
    return <Clock state={stateOfTask(row, now)} {...(row.by_law ? { dueAt: row.due_at } : { targetAt: row.due_at })} />;
  }

  function kindWords(kind: string): string {
    return t(`tasks.kinds.${kind as 'manual'}`, { defaultValue: kind });
  }
}
