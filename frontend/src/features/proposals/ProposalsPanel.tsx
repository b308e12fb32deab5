import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { proposalsQuery } from './api';
import { ProposalCard } from './ProposalCard';

/** What societies say about themselves and nobody has taken over yet; what was settled is behind a press. */
export function ProposalsPanel({ incident }: { incident: string }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const { data, error, refetch } = useQuery(proposalsQuery(incident));
  if (error && !data) return <ProblemBox problem={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  const waiting = data.items.filter((each) => each.state === 'submitted');
  const settled = data.items.length - waiting.length;
  const title = data.open > 0 ? t('proposals.waiting', { count: data.open }) : t('proposals.title');
  return (
    <Section title={title} actions={settled > 0 && <Button size="xs" variant="default" onClick={() => setAll(!all)}>{all ? t('proposals.hideSettled') : t('proposals.showSettled', { count: settled })}</Button>}>
      {waiting.length === 0 && <Text size="sm" c="dimmed" maw={640}>{t(settled > 0 ? 'proposals.noneWaits' : 'proposals.empty')}</Text>}
      {(all ? data.items : waiting).map((each) => <ProposalCard key={each.id} incident={incident} proposal={each} />)}
    </Section>
  );
}
