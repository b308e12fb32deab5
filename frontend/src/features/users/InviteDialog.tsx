import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { DraftNote } from '@/components/DraftNote';
import { ErrorSummary, fieldErrors } from '@/components/ErrorSummary';
import type { Role } from '@/features/session/roles';
import { useDraft } from '@/lib/draft';
import { RoleFields } from './RoleFields';

export function InviteDialog({ onClose, onInvited }: { onClose: () => void; onInvited: (link: { name: string; link: string; waits: boolean }) => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const draft = useDraft('invite', { name: '', email: '', role: 'incident-manager' as Role, society: '' });
  const form = draft.value;
  const save = useMutation({
    mutationFn: () => take(api.POST('/api/accounts', { body: { name: form.name.trim(), email: form.email.trim(), role: form.role, society_id: form.society || undefined } })),
    onSuccess: (invited) => {
      draft.saved();
      void client.invalidateQueries({ queryKey: ['accounts'] });
      void client.invalidateQueries({ queryKey: ['account-changes'] });
      onInvited({ name: invited.account.name, link: invited.link, waits: invited.account.waiting !== '' });
      onClose();
    },
  });
  const errors = fieldErrors(save.error);

  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }

  return (
    <Modal opened onClose={onClose} title={t('users.new')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <DraftNote draft={draft} />
          <ErrorSummary errors={errors} problem={save.error} />
          <TextInput id="name" label={t('users.name')} value={form.name} error={errors.name} onChange={(event) => draft.set({ name: event.currentTarget.value })} />
          <TextInput id="email" type="email" dir="ltr" label={t('session.email')} value={form.email} error={errors.email} onChange={(event) => draft.set({ email: event.currentTarget.value })} />
          <RoleFields role={form.role} society={form.society} error={errors.society_id} onChange={draft.set} />
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="submit" loading={save.isPending}>{t('users.new')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
