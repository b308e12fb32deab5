import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { usePages } from '@/api/pages';
import type { components } from '@/api/schema';
import { take } from '@/api/take';
import { TimeLeft } from '@/components/Clock';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { KeysetTable } from '@/components/KeysetTable';
import { ProblemBox } from '@/components/ProblemBox';
import { StateBadge } from '@/components/StateBadge';
import { toast } from '@/components/Toasts';
import { When } from '@/components/When';
import { useIncident } from '@/features/incidents/incident';
import { useCan, useMe } from '@/features/session/me';
import { useFilters } from '@/lib/filters';
import { Reminders } from './Reminders';
import { TaskDialog } from './TaskDialog';

export type Task = components['schemas']['TaskView'];

/** What is to be done in the incident, soonest first; each with its owner and its ladder of reminders. */
export function Component() {
  const { t } = useTranslation();
  const incident = useIncident();
  const can = useCan();
  const me = useMe();
  const client = useQueryClient();
  const [filters, setFilters] = useFilters('state', 'owner');
  const [writing, setWriting] = useState(false);
  const [closing, setClosing] = useState<Task | null>(null);
  const list = usePages<Task>(['incidents', incident.id, 'tasks', filters], (cursor, signal) =>
    take(api.GET('/api/incidents/{incident_id}/tasks', {
      params: { path: { incident_id: incident.id }, query: { cursor, state: (filters.state || 'open') as 'open', owner: filters.owner || undefined } },
      signal,
    })).then(({ items, next }) => ({ items, next: next ?? '' })),
  );
  const assign = useMutation({
    mutationFn: ({ task, owner }: { task: Task; owner: string }) =>
      api.PUT('/api/tasks/{task_id}/owner', { params: { path: { task_id: task.id } }, body: { version: task.version, owner_id: owner } }),
    onSuccess: () => {
      toast(t('tasks.changed'));
      void client.invalidateQueries({ queryKey: ['incidents', incident.id, 'tasks'] });
      void client.invalidateQueries({ queryKey: ['clocks'] });
    },
  });

  return (
    <Stack gap="sm">
      {assign.error && <ProblemBox problem={assign.error} />}
      <KeysetTable
        id="tasks"
        label={t('tasks.title')}
        columns={[
          {
            key: 'title', header: t('tasks.task'), heading: true,
            cell: (task: Task) => <>{task.title}{task.escalated && <> <StateBadge state="soon" icon="people">{t('tasks.escalated', { to: task.escalated })}</StateBadge></>}</>,
          },
          {
            key: 'due', header: t('incidents.col.due'),
            cell: (task) => (
              <>
                <TimeLeft state={task.state !== 'open' ? 'done' : 'in_time'} dueAt={task.by_law ? task.due_at : null} targetAt={task.by_law ? null : task.due_at} />
                {task.due_at && <Text size="xs" c="dimmed"><When at={task.due_at} /></Text>}
              </>
            ),
          },
          { key: 'party', header: t('clocks.party'), cell: (task) => <bdi>{task.party}</bdi> },
          { key: 'owner', header: t('clocks.owner'), cell: (task) => (task.owner ? <bdi>{task.owner}</bdi> : <Text size="sm" c="dimmed">{t('clocks.nobody')}</Text>) },
          { key: 'reminded', header: t('tasks.reminded'), extra: true, cell: (task) => (task.reminded_at ? <When at={task.reminded_at} /> : t('tasks.never')) },
          {
            key: 'actions', header: t('common.table.actions'),
            cell: (task) =>
              can('write-tasks') && task.state === 'open' ? (
                <Group gap={4} className="no-print">
                  {task.owner_id === me?.id
                    ? <Button size="compact-xs" variant="subtle" onClick={() => assign.mutate({ task, owner: '' })}>{t('tasks.giveBack')}</Button>
                    : <Button size="compact-xs" variant="subtle" onClick={() => assign.mutate({ task, owner: 'me' })}>{t('tasks.take')}</Button>}
                  {!task.obligation_id && <Button size="compact-xs" variant="subtle" onClick={() => setClosing(task)}>{t('tasks.complete')}</Button>}
                </Group>
              ) : null,
          },
        ]}
        rowKey={(task) => task.id}
        rowName={(task) => task.title}
        detail={(task) => (
          <Stack gap="xs">
            {task.detail && <Text size="sm">{task.detail}</Text>}
            {task.obligation_id && <Text size="sm" c="dimmed">{t('tasks.byProof')}</Text>}
            <Reminders task={task.id} />
          </Stack>
        )}
        empty={t('tasks.none')}
        {...list}
        toolbar={
          <>
            <Select label={t('clocks.stateLabel')} allowDeselect={false} value={filters.state || 'open'} onChange={(state) => setFilters({ state: state === 'open' ? '' : (state ?? '') })}
              data={(['open', 'done', 'cancelled'] as const).map((value) => ({ value, label: t(`tasks.states.${value}`) }))} />
            <Select label={t('clocks.owner')} clearable placeholder={t('incidents.every')} value={filters.owner || null} onChange={(owner) => setFilters({ owner: owner ?? '' })}
              data={[{ value: 'me', label: t('tasks.mine') }, { value: 'nobody', label: t('clocks.nobody') }]} />
            {can('write-tasks') && incident.state === 'open' && <Button variant="default" onClick={() => setWriting(true)}>{t('tasks.write')}</Button>}
          </>
        }
      />
      {writing && <TaskDialog incident={incident.id} onClose={() => setWriting(false)} />}
      <ConfirmWithReason
        opened={closing !== null}
        onClose={() => setClosing(null)}
        title={t('tasks.complete')}
        action={t('tasks.complete')}
        reasonOptional
        onConfirm={async (note) => {
          if (!closing) return;
          await api.POST('/api/tasks/{task_id}/completion', { params: { path: { task_id: closing.id } }, body: { version: closing.version, note } });
          toast(t('tasks.changed'));
          await client.invalidateQueries({ queryKey: ['incidents', incident.id, 'tasks'] });
        }}
      >
        {closing?.title}
      </ConfirmWithReason>
    </Stack>
  );
}
