import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { ErrorSummary, fieldErrors } from '@/components/ErrorSummary';
import { toast } from '@/components/Toasts';
import { useDraft } from '@/lib/draft';
import type { Incident } from './incident';

export function TitleDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const draft = useDraft(`incident-title:${incident.id}:${incident.version}`, { title: incident.title });
  const save = useMutation({
    mutationFn: () => take(api.PUT('/api/incidents/{incident_id}', { params: { path: { incident_id: incident.id } }, body: { title: draft.value.title, version: incident.version } })),
    onSuccess: () => {
      draft.saved();
      toast(t('incidents.stateChanged'));
      void client.invalidateQueries({ queryKey: ['incidents'] });
      onClose();
    },
  });
  const errors = fieldErrors(save.error);

  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }

  return (
    <Modal opened onClose={onClose} title={t('incidents.edit')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ErrorSummary errors={errors} problem={save.error} prefix="edit-" />
          <Textarea id="edit-title" label={t('incidents.titleLabel')} description={t('incidents.titleHint')} autosize minRows={2} maxLength={200} value={draft.value.title}
            error={errors.title} onChange={(event) => draft.set({ title: event.currentTarget.value })} />
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="submit" loading={save.isPending}>{t('common.save')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
