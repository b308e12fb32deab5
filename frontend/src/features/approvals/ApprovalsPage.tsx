import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { useIncident } from '@/features/incidents/incident';
import { useCan } from '@/features/session/me';
import { closeReview, reviewsQuery, type Review } from './api';

/** What two people approved at once, and what somebody else found when they looked at it. */
export function Component() {
  const { t } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const incident = useIncident();
  const list = useQuery(reviewsQuery(incident.id));
  const [closing, setClosing] = useState<Review | null>(null);
  if (list.error && !list.data) return <ProblemBox problem={list.error} onRetry={() => void list.refetch()} />;
  return (
    <Section plain title={t('approvals.title')}>
      <Text size="sm" c="dimmed" mb="md" maw={640}>{t('approvals.lead')}</Text>
      {!list.data && <Skeleton height={120} />}
      {list.data?.items.length === 0 && <Text>{t('approvals.empty')}</Text>}
      <Stack gap="md">
        {list.data?.items.map((each) => (
          <Section key={each.id} title={t(`approvals.kind.${each.kind}`, { defaultValue: each.kind })}>
            <Group gap="sm" mb="xs">
              <StateBadge state={each.closed_at ? 'done' : 'soon'}>{t(each.closed_at ? 'approvals.closed' : each.late ? 'approvals.late' : 'approvals.open')}</StateBadge>
              <Text size="sm">{t('approvals.due')} <When at={each.due_at} /></Text>
            </Group>
            <Text size="sm"><b>{t('approvals.why')}</b> <bdi>{each.why}</bdi></Text>
            {each.found && <Text size="sm"><b>{t('approvals.found', { name: each.closed_by })}</b> <bdi>{each.found}</bdi></Text>}
            {!each.closed_at && (each.mine ? <Text size="sm" c="dimmed">{t('approvals.own')}</Text>
              : can('sign-approvals') && <Button mt="xs" size="xs" onClick={() => setClosing(each)}>{t('approvals.close')}</Button>)}
          </Section>
        ))}
      </Stack>
      {closing && (
        <ConfirmWithReason opened onClose={() => setClosing(null)} title={t('approvals.close')} action={t('approvals.close')}
          onConfirm={async (found) => { await closeReview(closing, found); await client.invalidateQueries({ queryKey: ['approval-reviews', incident.id] }); }}>{t('approvals.closeLead')}</ConfirmWithReason>
      )}
    </Section>
  );
}
