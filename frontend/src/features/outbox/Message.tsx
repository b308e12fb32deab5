import { Anchor, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Facts } from '@/components/Facts';
import { Icon } from '@/components/Icon';
import { ProblemBox } from '@/components/ProblemBox';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { languageName } from '@/lib/names';
import { messageQuery, type OutboxItem } from './api';
import classes from './Message.module.css';
import { Settle } from './Settle';

/** One message: how far it is, what a person can do about it, and the letter where it belongs to an exercise. */
export function Message({ item }: { item: OutboxItem }) {
  const { t, i18n } = useTranslation();
  const { data, error, refetch } = useQuery(messageQuery(item.id));
  return (
    <Stack gap="md">
      <Facts items={[
        [t('outbox.language'), languageName(item.language, i18n.language)],
        [t('outbox.written'), <When key="written" at={item.queued_at} />],
        [t('outbox.sentAt'), item.sent_at ? <When key="sent" at={item.sent_at} /> : t('outbox.notSent')],
        ...(item.reason ? [[t('outbox.reason'), item.reason] as [string, string]] : []),
        ...(item.next_at && item.state === 'deferred' ? [[t('outbox.nextAt'), <When key="next" at={item.next_at} />] as [string, React.ReactNode]] : []),
        [t('outbox.attempts'), item.attempts],
      ]} />
      <Settle item={item} />
      {error && !data && <ProblemBox problem={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height={160} />}
      {data && !data.letter && <Text size="sm" c="dimmed">{t('outbox.sealed')}</Text>}
      {data?.letter && (
        <div className={classes.letter}>
          <Group justify="space-between" gap="sm" className={classes.head}>
            <StateBadge state="stopped" icon="outbox">{t('outbox.notSentExercise')}</StateBadge>
            <Anchor size="sm" href={data.letter.link} target="_blank" rel="noreferrer"><Group gap={4} component="span">{t('outbox.openPage')}<Icon name="external" size={14} /></Group></Anchor>
          </Group>
          <p className={classes.subject}><bdi>{item.subject}</bdi></p>
          <pre className={classes.text} lang={item.language} dir={item.language === 'ar' ? 'rtl' : 'ltr'}>{data.letter.text}</pre>
        </div>
      )}
    </Stack>
  );
}
