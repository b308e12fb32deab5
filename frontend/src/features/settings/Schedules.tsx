import { Button, Group, List, Modal, Skeleton, Stack, Switch, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';
import { ErrorSummary, fieldErrors } from '@/components/ErrorSummary';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { toast } from '@/components/Toasts';
import { When } from '@/components/When';

type Schedule = components['schemas']['ScheduleView'];

/** The recurring jobs, each with its cron line and its next runs. */
export function Schedules() {
  const { t } = useTranslation();
  const [editing, setEditing] = useState<Schedule | null>(null);
  const query = useQuery({ queryKey: ['schedules'], queryFn: ({ signal }) => take(api.GET('/api/schedules', { signal })) });
  return (
    <Section title={t('settings.schedules')}>
      {query.error && <ProblemBox problem={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton height={160} />}
      {query.data && (
        <Table.ScrollContainer minWidth={640}>
          <Table fz="sm" verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr><Table.Th>{t('settings.job')}</Table.Th><Table.Th>{t('settings.spec')}</Table.Th><Table.Th>{t('settings.nextRun')}</Table.Th><Table.Th>{t('settings.lastRun')}</Table.Th><Table.Th /></Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {query.data.items.map((row) => (
                <Table.Tr key={row.name}>
                  <Table.Td>{row.says}{!row.enabled && <> <StateBadge state="stopped">{t('settings.off')}</StateBadge></>}</Table.Td>
                  <Table.Td><bdi dir="ltr" style={{ whiteSpace: 'nowrap' }}>{row.spec}</bdi><Text size="xs" c="dimmed"><bdi>{row.zone}</bdi></Text></Table.Td>
                  <Table.Td>{row.enabled && row.next[0] ? <When at={row.next[0]} zone={row.zone} /> : t('settings.off')}</Table.Td>
                  <Table.Td>{row.ran_at ? <When at={row.ran_at} zone={row.zone} /> : t('settings.never')}</Table.Td>
                  <Table.Td><Button size="compact-xs" variant="subtle" aria-label={`${t('common.edit')}: ${row.says}`} onClick={() => setEditing(row)}>{t('common.edit')}</Button></Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {editing && <ScheduleDialog schedule={editing} onClose={() => setEditing(null)} />}
    </Section>
  );
}

/** Shows the next five runs while the line is being typed, so that nobody saves a line that means something else. */
function ScheduleDialog({ schedule, onClose }: { schedule: Schedule; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [spec, setSpec] = useState(schedule.spec);
  const [zone, setZone] = useState(schedule.zone);
  const [enabled, setEnabled] = useState(schedule.enabled);
  const [asked] = useDebouncedValue({ spec, zone }, 300);
  const preview = useQuery({
    queryKey: ['schedules', 'preview', asked],
    queryFn: ({ signal }) => take(api.GET('/api/schedule-preview', { params: { query: asked }, signal })),
  });
  const save = useMutation({
    mutationFn: () => api.PUT('/api/schedules/{name}', { params: { path: { name: schedule.name } }, body: { version: schedule.version, spec, zone, enabled } }),
    onSuccess: () => {
      toast(t('settings.saved'));
      void client.invalidateQueries({ queryKey: ['schedules'] });
      onClose();
    },
  });
  const errors = fieldErrors(save.error);

  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }

  return (
    <Modal opened onClose={onClose} title={schedule.says} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ErrorSummary errors={errors} problem={save.error} />
          <TextInput id="spec" dir="ltr" label={t('settings.spec')} description={t('settings.specHint')} value={spec} error={errors.spec} onChange={(event) => setSpec(event.currentTarget.value)} />
          <TextInput id="zone" dir="ltr" label={t('common.zone')} value={zone} error={errors.zone} onChange={(event) => setZone(event.currentTarget.value)} />
          <Switch label={t('settings.on')} checked={enabled} onChange={(event) => setEnabled(event.currentTarget.checked)} />
          <div aria-live="polite">
            <Text size="sm" fw={550}>{t('settings.nextRuns')}</Text>
            {preview.error ? <ProblemBox problem={preview.error} /> : (
              <List size="sm">{preview.data?.next.map((at) => <List.Item key={at}><When at={at} zone={zone} /></List.Item>)}</List>
            )}
          </div>
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="submit" loading={save.isPending} disabled={!!preview.error}>{t('common.save')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
