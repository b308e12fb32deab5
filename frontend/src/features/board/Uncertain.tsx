import { Button, Group, List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { Section } from '@/components/Section';
import { toast } from '@/components/Toasts';
import { When } from '@/components/When';
import { useResolve } from '@/features/outbox/api';
import { useCan } from '@/features/session/me';
import { uncertainQuery } from './api';

/** Messages that were handed over or not, we cannot know. Nothing is sent a second time until a person has asked. */
export function Uncertain({ incident }: { incident: string }) {
  const { t } = useTranslation();
  const can = useCan();
  const { data } = useQuery({ ...uncertainQuery(incident), enabled: can('read-outbox') });
  const resolve = useResolve();
  const [asked, setAsked] = useState<{ id: string; society: string; resolution: 'arrived' | 'send_again' } | null>(null);
  const items = data?.items ?? [];
  if (items.length === 0) return null;

  return (
    <Section title={t('board.uncertain.title', { count: items.length })}>
      <Stack gap="sm">
        <Text size="sm" maw={720}>{t('board.uncertain.text')}</Text>
        <List size="sm" spacing="sm" listStyleType="none">
          {items.map((item) => (
            <List.Item key={item.id}>
              <Group gap="sm" justify="space-between">
                <span><strong><bdi>{item.society}</bdi></strong> · <bdi>{item.subject}</bdi> · <When at={item.queued_at} /></span>
                {can('approve-sending') && (
                  <Group gap="xs">
                    <Button size="xs" variant="default" onClick={() => setAsked({ ...item, resolution: 'arrived' })}>{t('board.uncertain.arrived')}</Button>
                    <Button size="xs" variant="default" onClick={() => setAsked({ ...item, resolution: 'send_again' })}>{t('board.uncertain.again')}</Button>
                  </Group>
                )}
              </Group>
            </List.Item>
          ))}
        </List>
      </Stack>
      <ConfirmWithReason
        opened={asked !== null}
        onClose={() => setAsked(null)}
        title={asked?.society ?? ''}
        action={asked?.resolution === 'arrived' ? t('board.uncertain.arrived') : t('board.uncertain.again')}
        onConfirm={(why) => resolve.mutateAsync({ id: asked!.id, resolution: asked!.resolution, why }).then(() => toast(t('board.uncertain.settled')))}
      >
        {asked?.resolution === 'arrived' ? t('board.uncertain.arrivedText') : t('board.uncertain.againText')}
      </ConfirmWithReason>
    </Section>
  );
}
