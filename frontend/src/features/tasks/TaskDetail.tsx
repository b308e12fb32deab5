import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { Icon } from '@/components/Icon';
import { ProblemBox } from '@/components/ProblemBox';
import { toast } from '@/components/Toasts';
import { When } from '@/components/When';
import { useCan, useMe } from '@/features/session/me';
import { assign, complete, remindersQuery, useTaskAct, type Task } from './api';
import { ColleagueSelect } from './ColleagueSelect';
import classes from './Tasks.module.css';

/** What is to be done, who does it, and how we are reminded. */
export function TaskDetail({ task }: { task: Task }) {
  const { t } = useTranslation();
  const can = useCan();
  const me = useMe();
  const [finishing, setFinishing] = useState(false);
  const give = useTaskAct((owner: string) => assign(task, owner));
  const finish = useTaskAct((note: string) => complete(task, note));
  const mine = task.owner_id === me?.id;
  const may = can('write-tasks') && task.state === 'open';

  return (
    <Stack gap="sm">
      {task.detail && <Text size="sm" className={classes.detail}>{task.detail}</Text>}
      {task.escalated && <Text size="sm">{t('tasks.escalated', { to: audienceWords(task.escalated, t) })}</Text>}
      {give.error && <ProblemBox problem={give.error} />}
      {may && (
        <Group gap="xs">
          {!mine && <Button size="xs" loading={give.isPending} onClick={() => give.mutate('me', { onSuccess: () => toast(t('tasks.taken')) })}>{task.owner_id ? t('tasks.takeOver') : t('tasks.take')}</Button>}
          {task.obligation_id ? (
            <Anchor component={Link} size="sm" to={`/incidents/${task.incident_id}/decisions`}>{t('tasks.toObligation')}</Anchor>
          ) : (
            <Button size="xs" variant={mine ? 'filled' : 'default'} onClick={() => setFinishing(true)}>{t('tasks.complete')}</Button>
          )}
        </Group>
      )}
      {may && <ColleagueSelect label={t('tasks.giveTo')} size="xs" value={task.owner_id ?? ''} disabled={give.isPending} onChange={(owner) => give.mutate(owner, { onSuccess: () => toast(owner ? t('tasks.given') : t('tasks.freed')) })} />}
      <Ladder task={task} />
      <ConfirmWithReason opened={finishing} onClose={() => setFinishing(false)} title={task.title} action={t('tasks.complete')} reasonOptional
        onConfirm={(note) => finish.mutateAsync(note).then(() => toast(t('tasks.completed')))}>{t('tasks.completeText')}</ConfirmWithReason>
    </Stack>
  );
}

function Ladder({ task }: { task: Task }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(remindersQuery(task.id));
  if (error && !data) return <ProblemBox problem={error} />;
  if (!data || data.items.length === 0) return <Text size="sm" c="dimmed">{t('tasks.noLadder')}</Text>;
  return (
    <div>
      <Text size="sm" fw={600}>{t('tasks.ladder')}</Text>
      <ol className={classes.ladder}>
        {data.items.map((rung) => (
          <li key={rung.step + rung.fire_at} data-done={!!rung.fired_at} data-dropped={!!rung.dropped_at}>
            <Icon name={rung.fired_at ? 'check' : rung.dropped_at ? 'none' : 'clock'} size={14} />
            <span>{t(`tasks.action.${rung.action}`, { audience: audienceWords(rung.audience, t) })} · <When at={rung.fired_at ?? rung.fire_at} />{rung.dropped_at && ` · ${t('tasks.dropped')}`}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function audienceWords(audience: string, t: TFunction): string {
  return t(`tasks.audience.${audience as 'owner'}`, { defaultValue: audience.replaceAll('-', ' ') });
}
