import { Button, Code, CopyButton, Group, List, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { toast } from '@/components/Toasts';
import { When } from '@/components/When';
import { roleWords } from '@/features/session/roles';
import { changesQuery, type AccountChange } from './accounts';

/** What one person asked for and another has to confirm. Whoever asked sees it too, and may take it back. */
export function Waiting({ always }: { always?: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data } = useQuery(changesQuery);
  const [refusing, setRefusing] = useState<AccountChange | null>(null);
  const [told, setTold] = useState<{ name: string; code: string } | null>(null);
  const renew = () => Promise.all([client.invalidateQueries({ queryKey: ['account-changes'] }), client.invalidateQueries({ queryKey: ['accounts'] })]);
  const confirm = useMutation({
    mutationFn: (change: AccountChange) => take(api.POST('/api/account-changes/{change_id}/confirmation', { params: { path: { change_id: change.id } } })),
    onSuccess: ({ code }, change) => (code ? setTold({ name: change.name, code }) : toast(t('users.waiting.confirmed'))),
    onSettled: renew,
  });
  const items = data?.items ?? [];
  if (items.length === 0 && !told && !always) return null;

  return (
    <Section title={items.length > 0 ? t('users.waiting.title', { count: items.length }) : t('users.waiting.none')}>
      <Stack gap="sm">
        <Text size="sm" maw={720}>{t('users.waiting.text')}</Text>
        {confirm.error && <ProblemBox problem={confirm.error} />}
        <List size="sm" spacing="md" listStyleType="none">
          {items.map((change) => (
            <List.Item key={change.id}>
              <Group gap="sm" justify="space-between" align="start">
                <div>
                  <strong><bdi>{change.name}</bdi></strong> · <bdi>{change.email}</bdi>
                  <br />
                  {t(`users.waiting.kind.${change.kind}`, { role: roleWords(change.role, t) })}{change.society && <> · <bdi>{change.society}</bdi></>}
                  <Text size="xs" c="dimmed">{t('users.waiting.asked', { name: change.asked_by })} <When at={change.asked_at} />{change.why && <> · <q>{change.why}</q></>}</Text>
                  {change.mine && <Text size="xs">{t('users.waiting.mine')}</Text>}
                </div>
                <Group gap="xs">
                  {!change.mine && <Button size="xs" loading={confirm.isPending && confirm.variables?.id === change.id} onClick={() => confirm.mutate(change)} aria-label={`${t('users.waiting.confirm')}: ${change.name}`}>{t('users.waiting.confirm')}</Button>}
                  <Button size="xs" variant="default" onClick={() => setRefusing(change)} aria-label={`${t(change.mine ? 'users.waiting.takeBack' : 'users.waiting.refuse')}: ${change.name}`}>{t(change.mine ? 'users.waiting.takeBack' : 'users.waiting.refuse')}</Button>
                </Group>
              </Group>
            </List.Item>
          ))}
        </List>
      </Stack>
      <ConfirmWithReason opened={refusing !== null} onClose={() => setRefusing(null)} title={refusing?.name ?? ''} action={t(refusing?.mine ? 'users.waiting.takeBack' : 'users.waiting.refuse')}
        onConfirm={async (reason) => {
          await api.POST('/api/account-changes/{change_id}/refusal', { params: { path: { change_id: refusing!.id } }, body: { reason } });
          toast(t('users.waiting.refused'));
          await renew();
        }}>
        {t('users.waiting.refuseText')}
      </ConfirmWithReason>
      {told && (
        <Modal opened onClose={() => setTold(null)} title={t('users.waiting.codeTitle', { name: told.name })} closeOnClickOutside={false} closeButtonProps={{ 'aria-label': t('common.close') }}>
          <Stack>
            <Text size="sm">{t('users.waiting.codeText')}</Text>
            <Code block dir="ltr" fz="lg">{told.code}</Code>
            <Group justify="end" gap="xs">
              <CopyButton value={told.code}>{({ copied, copy }) => <Button onClick={copy}>{copied ? t('common.copied') : t('common.copy')}</Button>}</CopyButton>
              <Button variant="default" onClick={() => setTold(null)}>{t('common.close')}</Button>
            </Group>
          </Stack>
        </Modal>
      )}
    </Section>
  );
}
