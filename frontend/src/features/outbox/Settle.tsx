import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { ProblemBox } from '@/components/ProblemBox';
import { toast } from '@/components/Toasts';
import { When } from '@/components/When';
import { useCan } from '@/features/session/me';
import { useSettle, type OutboxItem } from './api';

type Asked = 'arrived' | 'send_again' | 'disagree' | 'release';

/** Messages that wait for somebody who has asked. What is uncertain takes two: one says what they heard, another agrees. */
export function Settle({ item }: { item: OutboxItem }) {
  const { t } = useTranslation();
  const can = useCan();
  const settle = useSettle();
  const agree = useSettle();
  const [asked, setAsked] = useState<Asked | null>(null);
  const { proposed } = item;
  const uncertain = item.state === 'uncertain';
  const release = !item.exercise && ['held', 'refused'].includes(item.state) && can('approve-sending');
  if (!release && !(uncertain && (proposed || can('report-sending')))) return null;

  const words: Record<Asked, string> = { arrived: t('outbox.arrived'), send_again: t('outbox.again'), disagree: t('outbox.disagree'), release: t('outbox.again') };
  return (
    <Stack gap="xs">
      {proposed && (
        <Text size="sm">
          {t(proposed.resolution === 'arrived' ? 'outbox.saidArrived' : 'outbox.saidAgain', { name: proposed.by })} <When at={proposed.at} />: <q>{proposed.why}</q>{' '}
          {proposed.mine ? t('outbox.saidMine') : t('outbox.saidWaits')}
        </Text>
      )}
      {agree.error && <ProblemBox problem={agree.error} />}
      <Group gap="xs">
        {uncertain && !proposed && <Button size="xs" variant="default" onClick={() => setAsked('arrived')}>{t('outbox.arrived')}</Button>}
        {uncertain && !proposed && !item.exercise && <Button size="xs" variant="default" onClick={() => setAsked('send_again')}>{t('outbox.again')}</Button>}
        {proposed && !proposed.mine && can('approve-sending') && (
          <Button size="xs" loading={agree.isPending} onClick={() => agree.mutate({ id: item.id, act: 'agree', resolution: proposed.resolution }, { onSuccess: () => toast(t('outbox.settled')) })}>{t('outbox.agree')}</Button>
        )}
        {proposed && can('report-sending') && <Button size="xs" variant="default" onClick={() => setAsked('disagree')}>{t(proposed.mine ? 'outbox.takeBack' : 'outbox.disagree')}</Button>}
        {release && <Button size="xs" variant="default" onClick={() => setAsked('release')}>{t('outbox.again')}</Button>}
      </Group>
      <ConfirmWithReason opened={asked !== null} onClose={() => setAsked(null)} title={item.society || item.account || ''} action={asked ? words[asked] : ''}
        onConfirm={async (why) => {
          if (asked === 'arrived' || asked === 'send_again') await settle.mutateAsync({ id: item.id, act: 'propose', resolution: asked, why });
          else if (asked) await settle.mutateAsync({ id: item.id, act: asked, why });
          toast(t(asked === 'arrived' || asked === 'send_again' ? 'outbox.proposed' : 'outbox.settled'));
        }}>
        {asked && t(`outbox.why.${asked}`)}
      </ConfirmWithReason>
    </Stack>
  );
}
