import { List, Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { ProblemBox } from '@/components/ProblemBox';
import { When } from '@/components/When';

/** The ladder of a task: what fired, and what is still to come. */
export function Reminders({ task }: { task: string }) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['tasks', task, 'reminders'],
    queryFn: ({ signal }) => take(api.GET('/api/tasks/{task_id}/reminders', { params: { path: { task_id: task } }, signal })),
  });
  if (query.error) return <ProblemBox problem={query.error} />;
  if (!query.data) return <Skeleton height={64} />;
  return (
    <section>
      <Title order={3} mb={4}>{t('tasks.ladder')}</Title>
      {query.data.items.length === 0 && <Text size="sm" c="dimmed">{t('tasks.noLadder')}</Text>}
      <List size="sm" spacing={4}>
        {query.data.items.map((step) => (
          <List.Item key={step.step}>
            {t(`tasks.action.${step.action}`)} · {t(`tasks.audience.${step.audience as 'owner'}`, { defaultValue: step.audience })} · <When at={step.fire_at} />
            {' '}
            <Text span size="sm" c="dimmed">{step.fired_at ? t('tasks.fired') : step.dropped_at ? t('tasks.dropped') : t('tasks.toCome')}</Text>
          </List.Item>
        ))}
      </List>
    </section>
  );
}
