import { Button, Menu, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { Icon } from '@/components/Icon';
import { ProblemBox } from '@/components/ProblemBox';
import { toast } from '@/components/Toasts';

/** Opens the breach of January 2022 as an exercise, at its own dates or moved to now. */
export function OpenExercise() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const open = useMutation({
    mutationFn: (today: boolean) => take(api.POST('/api/exercises', { body: { today } })),
    onSuccess: (incident) => {
      toast(t('incidents.openedToast', { reference: incident.reference }));
      void client.invalidateQueries({ queryKey: ['incidents'] });
      void client.invalidateQueries({ queryKey: ['clocks'] });
      void navigate(`/incidents/${incident.id}`);
    },
  });
  return (
    <>
      {open.error && <ProblemBox problem={open.error} />}
      <Menu position="bottom-end" width={320}>
        <Menu.Target><Button variant="default" loading={open.isPending} leftSection={<Icon name="flag" size={16} />}>{t('incidents.exerciseOpen')}</Button></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => open.mutate(true)}>{t('incidents.exerciseToday')}<Text size="xs" c="dimmed">{t('incidents.exerciseTodayHint')}</Text></Menu.Item>
          <Menu.Item onClick={() => open.mutate(false)}>{t('incidents.exerciseThen')}<Text size="xs" c="dimmed">{t('incidents.exerciseThenHint')}</Text></Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
