import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { ErrorSummary, fieldErrors } from '@/components/ErrorSummary';
import { toast } from '@/components/Toasts';
import type { Role } from '@/features/session/roles';
import type { Account } from './accounts';
import { RoleFields } from './RoleFields';

export function RoleDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form, setForm] = useState({ role: account.role as Role, society: account.society_id });
  const save = useMutation({
    mutationFn: () => take(api.PUT('/api/accounts/{account_id}/role', { params: { path: { account_id: account.id } }, body: { role: form.role, society_id: form.society || undefined } })),
    onSuccess: (changed) => {
      toast(t(changed.waiting ? 'users.waiting.asking' : 'users.changed'));
      void client.invalidateQueries({ queryKey: ['account-changes'] });
      void client.invalidateQueries({ queryKey: ['accounts'] });
      onClose();
    },
  });
  const errors = fieldErrors(save.error);

  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }

  return (
    <Modal opened onClose={onClose} title={`${t('users.changeRole')}: ${account.name}`} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text size="sm">{t('users.roleText')}</Text>
          <ErrorSummary errors={errors} problem={save.error} />
          <RoleFields role={form.role} society={form.society} error={errors.society_id} onChange={(change) => setForm({ ...form, ...change })} />
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="submit" loading={save.isPending}>{t('common.save')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
