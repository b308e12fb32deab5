import { Button, Group, Paper, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '@/components/ProblemBox';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { useCan } from '@/features/session/me';
import { type Comment, type Thing, commentsQuery, reopen, resolve, useAct } from './api';
import { Writer } from './Writer';

/** What colleagues say beside one thing, or beside everything of the incident. */
export function Comments({ incident, thing }: { incident: string; thing?: Thing }) {
  const { t } = useTranslation();
  const can = useCan();
  const list = useQuery(commentsQuery(incident, thing));
  if (list.error && !list.data) return <ProblemBox problem={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Skeleton height={80} />;
  return (
    <Stack gap="sm">
      {list.data.items.length === 0 && <Text size="sm" c="dimmed">{t('comments.none')}</Text>}
      {list.data.items.map((each) => <One key={each.id} comment={each} says={!thing} />)}
      {thing && can('comment') && <Writer incident={incident} thing={thing} />}
    </Stack>
  );
}

function One({ comment, says }: { comment: Comment; says: boolean }) {
  const { t } = useTranslation();
  const can = useCan();
  const [changing, setChanging] = useState(false);
  const settle = useAct(comment.incident_id, () => (comment.resolved ? reopen(comment) : resolve(comment)));
  return (
    <Paper withBorder p="sm" component="article">
      <Group gap="xs" mb={4}>
        <Text fw={600} size="sm"><bdi>{comment.by.name}</bdi></Text>
        <Text size="xs" c="dimmed"><When at={comment.written_at} /></Text>
        {comment.edited_at && <Text size="xs" c="dimmed">{t('comments.edited')} <When at={comment.edited_at} /></Text>}
        {says && <Text size="xs" c="dimmed">{t(`comments.on.${comment.kind as 'incident'}`)}</Text>}
        {comment.resolved && <StateBadge state="done">{t('comments.resolved')}</StateBadge>}
      </Group>
      {changing ? <Writer incident={comment.incident_id} thing={{ kind: comment.kind as 'incident', id: comment.thing_id }} change={comment} onDone={() => setChanging(false)} /> : (
        <Text dir="auto" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{comment.text}</Text>
      )}
      {comment.mentions.length > 0 && <Text size="xs" c="dimmed" mt={4}>{t('comments.called')} {comment.mentions.map((each) => each.name).join(', ')}</Text>}
      {settle.error && <ProblemBox problem={settle.error} />}
      {can('comment') && !changing && (
        <Group gap="xs" mt="xs">
          <Button size="xs" variant="default" loading={settle.isPending} onClick={() => settle.mutate(undefined)}>{t(comment.resolved ? 'comments.reopen' : 'comments.resolve')}</Button>
          {comment.mine && <Button size="xs" variant="default" onClick={() => setChanging(true)}>{t('comments.edit')}</Button>}
        </Group>
      )}
    </Paper>
  );
}
