import { List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Section } from '@/components/Section';
import { When } from '@/components/When';
import { Settle } from '@/features/outbox/Settle';
import { useCan } from '@/features/session/me';
import { uncertainQuery } from './api';

/** Messages that were handed over or not, we cannot know. Nothing is sent a second time until one person has asked and another agrees. */
export function Uncertain({ incident }: { incident: string }) {
  const { t } = useTranslation();
  const can = useCan();
  const { data } = useQuery({ ...uncertainQuery(incident), enabled: can('read-outbox') });
  const items = data?.items ?? [];
  if (items.length === 0) return null;

  return (
    <Section title={t('board.uncertain.title', { count: items.length })}>
      <Stack gap="sm">
        <Text size="sm" maw={720}>{t('board.uncertain.text')}</Text>
        <List size="sm" spacing="md" listStyleType="none">
          {items.map((item) => (
            <List.Item key={item.id}>
              <Stack gap={4}>
                <span><strong><bdi>{item.society}</bdi></strong> · <bdi>{item.subject}</bdi> · <When at={item.queued_at} /></span>
                <Settle item={item} />
              </Stack>
            </List.Item>
          ))}
        </List>
      </Stack>
    </Section>
  );
}
