import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { DraftNote } from '@/components/DraftNote';
import { ErrorSummary, fieldErrors, type FormErrors } from '@/components/ErrorSummary';
import { TimeField } from '@/components/TimeField';
import { toast } from '@/components/Toasts';
import { useDraft } from '@/lib/draft';
import { instantOf, type ZonedInput } from '@/lib/time';

export function TaskDialog({ incident, onClose }: { incident: string; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const draft = useDraft(`task:${incident}`, { title: '', detail: '', due: null as ZonedInput | null });
  const form = draft.value;
  const [errors, setErrors] = useState<FormErrors>({});
  const save = useMutation({
    mutationFn: () => api.POST('/api/incidents/{incident_id}/tasks', {
      params: { path: { incident_id: incident } },
      body: { title: form.title.trim(), detail: form.detail, due_at: (form.due && instantOf(form.due)?.at) ?? undefined },
    }),
    onSuccess: () => {
      draft.saved();
      toast(t('tasks.changed'));
      void client.invalidateQueries({ queryKey: ['incidents', incident, 'tasks'] });
      onClose();
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    const found: FormErrors = form.title.trim() ? {} : { title: t('tasks.titleMissing') };
    setErrors(found);
    if (Object.keys(found).length === 0) save.mutate();
  }
  const shown = { ...fieldErrors(save.error), ...errors };

  return (
    <Modal opened onClose={onClose} title={t('tasks.write')} size="lg" closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <DraftNote draft={draft} />
          <ErrorSummary errors={shown} problem={save.error} />
          <TextInput id="title" label={t('tasks.task')} description={t('incidents.titleHint')} value={form.title} error={shown.title} onChange={(event) => draft.set({ title: event.currentTarget.value })} />
          <Textarea label={t('timeline.details')} autosize minRows={2} value={form.detail} onChange={(event) => draft.set({ detail: event.currentTarget.value })} />
          <TimeField id="due_at" label={t('clocks.target')} value={form.due} onChange={(due) => draft.set({ due })} error={shown.due_at} />
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="submit" loading={save.isPending}>{t('common.save')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
