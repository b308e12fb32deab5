import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/Icon';
import { Section } from '@/components/Section';
import { useCan } from '@/features/session/me';
import { NewTask } from './NewTask';
import { TaskTable } from './TaskTable';

/** What has to be done in one incident, soonest first. */
export function TasksPanel({ incident }: { incident: string }) {
  const { t } = useTranslation();
  const can = useCan();
  const [adding, setAdding] = useState(false);
  return (
    <Section plain title={t('tasks.title')} actions={can('write-tasks') && <Button size="xs" leftSection={<Icon name="plus" size={16} />} onClick={() => setAdding(true)}>{t('tasks.new')}</Button>}>
      <TaskTable incident={incident} empty={t('tasks.empty')} />
      {adding && <NewTask incident={incident} onClose={() => setAdding(false)} />}
    </Section>
  );
}
