import { Button, Group, List, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { Facts } from '@/components/Facts';
import { ProblemBox } from '@/components/ProblemBox';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { LawLink } from '@/features/agreements/LawLink';
import { useFactLabels } from '@/features/facts/labels';
import { useCan } from '@/features/session/me';
import { DecisionActions } from './DecisionActions';
import { DecisionList } from './DecisionList';
import classes from './DeterminationDetail.module.css';
import { OutcomeBadge } from './OutcomeBadge';

/** One duty of one party, in full: the sentence, the reasons, the facts used, the law, what could change it, and who decided what. */
export function DeterminationDetail({ id }: { id: string }) {
  const { t } = useTranslation();
  const can = useCan();
  const [history, setHistory] = useState(false);
  const query = useQuery({
    queryKey: ['incidents', 'determination', id],
    queryFn: ({ signal }) => take(api.GET('/api/determinations/{determination_id}', { params: { path: { determination_id: id } }, signal })),
  });
  const label = useFactLabels([...(query.data?.determination.needs ?? []), ...(query.data?.determination.facts_used ?? [])]);
  if (query.error) return <ProblemBox problem={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton height={120} />;
  const { determination: row, decisions, history: answers } = query.data;
  const whom = row.recipient_name || t(`incidents.recipient.${row.recipient as 'authority'}`);

  return (
    <div className={classes.detail}>
      <Text fw={550}>{t(`decisions.sentence.${row.effective}`, { party: row.party, whom })}</Text>
      <Group gap="xs">
        <OutcomeBadge outcome={row.effective} />
        {row.effective !== row.outcome && <Text size="sm">{t('decisions.rulesSay', { outcome: t(`incidents.outcome.${row.outcome}`) })}</Text>}
        {row.review && <StateBadge state="soon" icon="question">{t('decisions.review')}</StateBadge>}
        {row.confidence === 'low' && <StateBadge state="none" icon="question">{t('incidents.lowConfidence')}</StateBadge>}
      </Group>
      <div className={classes.columns}>
        <Stack gap="md">
          <Part title={t('decisions.reasons')} lines={row.reasons} />
          <Part title={t('decisions.needs')} lines={row.needs.map(label)} />
          <Part title={t('decisions.factsUsed')} lines={row.facts_used.map(label)} />
        </Stack>
        <Stack gap="md">
          <Facts
            items={[
              [t('incidents.col.law'), <LawLink key="law" row={row} />],
              [t('decisions.article'), row.citation],
              [t('decisions.jurisdiction'), <bdi key="j">{row.jurisdiction}</bdi>],
              [t('decisions.confidence'), t(`laws.confidences.${row.confidence as 'high'}`, { defaultValue: row.confidence })],
              [t('decisions.packVersion'), <bdi key="v" title={row.pack_version}>{row.pack_version.replace(/^sha256:/, '').slice(0, 12)}</bdi>],
              [t('decisions.saidAt'), <When key="s" at={row.said_at} zone={row.zone} />],
              ...(row.due_at ? [[t('incidents.col.due'), <When key="d" at={row.due_at} zone={row.zone} />] as [string, React.ReactNode]] : []),
              ...(row.target_at ? [[t('clocks.target'), <When key="t" at={row.target_at} zone={row.zone} />] as [string, React.ReactNode]] : []),
            ]}
          />
          <DecisionList decisions={decisions} />
          {answers.length > 1 && (
            <div>
              <Button size="compact-sm" variant="subtle" onClick={() => setHistory(!history)} aria-expanded={history}>{t('decisions.earlier', { count: answers.length - 1 })}</Button>
              {history && (
                <List size="sm" mt="xs" spacing={4}>
                  {answers.slice(1).map((answer) => (
                    <List.Item key={answer.id}><OutcomeBadge outcome={answer.outcome} /> <When at={answer.said_at} zone={answer.zone} /> {answer.reasons[0]}</List.Item>
                  ))}
                </List>
              )}
            </div>
          )}
        </Stack>
      </div>
      {(can('confirm-decision') || can('overrule-decision')) && <DecisionActions row={row} decisions={decisions} />}
    </div>
  );
}

function Part({ title, lines }: { title: string; lines: string[] }) {
  if (lines.length === 0) return null;
  return (
    <section>
      <Title order={3} mb={4}>{title}</Title>
      <List size="sm" spacing={4}>{lines.map((line) => <List.Item key={line}>{line}</List.Item>)}</List>
    </section>
  );
}
