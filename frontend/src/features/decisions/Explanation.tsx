import { Anchor, Button, Group, List, Skeleton, Text, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Facts } from '@/components/Facts';
import { Icon } from '@/components/Icon';
import { NotKnownYet } from '@/components/NotKnownYet';
import { ProblemBox } from '@/components/ProblemBox';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { LawLink } from '@/features/agreements/LawLink';
import { useFactLabels } from '@/features/facts/labels';
import { Exemptions } from '@/features/laws/LawReviews';
import { addressOfNeed } from '@/features/questions/questions';
import { useCan } from '@/features/session/me';
import { useNow } from '@/lib/clock';
import { DecisionList } from './DecisionList';
import { reasonsOf, type Change } from './explain';
import classes from './Explanation.module.css';
import { ExplanationActions } from './ExplanationActions';
import { changedWords, checkedOn, sentenceOf, sourceWords, usedWords, type Explained, type Speech } from './explanationParts';
import { OutcomeBadge } from './OutcomeBadge';
import { useExplanation } from './useExplanation';

/** One duty of one party in plain sentences: the answer and why, the facts, the rule, what would change it, exemptions, the entry, decisions, history. */
export function Explanation({ id, page }: { id: string; page?: boolean }) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const can = useCan();
  const [history, setHistory] = useState(!!page);
  const { detail, used, facts, law, duty, changes } = useExplanation(id);
  const data = detail.data;
  const label = useFactLabels([...(data?.determination.needs ?? []), ...(data?.determination.facts_used ?? [])]);
  if (detail.error) return <ProblemBox problem={detail.error} onRetry={() => void detail.refetch()} />;
  if (!data) return <Skeleton height={240} />;
  const row = data.determination;
  const speech: Speech = { t, language: i18n.language, now, label };
  const all: Explained = { row, decisions: data.decisions, history: data.history, facts, law, duty, changes: changes.data?.items, score: changes.data?.score };

  return (
    <article className={classes.explanation} aria-label={sentenceOf(row, t)}>
      <header>
        <Text className={page ? classes.sentence : undefined} fw={600} component="p">{sentenceOf(row, t)}</Text>
        <Group gap="xs" mt={6}>
          <OutcomeBadge outcome={row.effective} />
          {row.effective !== row.outcome && <Text size="sm">{t('decisions.rulesSay', { outcome: t(`incidents.outcome.${row.outcome}`) })}</Text>}
          {row.review && <StateBadge state="soon" icon="question">{t('decisions.review')}</StateBadge>}
          {row.confidence === 'low' && <StateBadge state="none" icon="question">{t('incidents.lowConfidence')}</StateBadge>}
        </Group>
      </header>
      <Part title={t('decisions.reasons')}><Lines lines={reasonsOf(row.reasons)} /></Part>
      {row.needs.length > 0 && (
        <Part title={t('decisions.stillOpen')}>
          <List size="sm" spacing={4}>
            {row.needs.map((need) => (
              <List.Item key={need}>{can('read-record') ? <Anchor component={Link} size="sm" to={addressOfNeed(need, row)}>{label(need)}</Anchor> : label(need)}</List.Item>
            ))}
          </List>
        </Part>
      )}
      <Part title={t('decisions.factsUsed')}>
        {used.error && <ProblemBox problem={used.error} onRetry={() => void used.refetch()} />}
        {used.data && facts.length === 0 && <Text size="sm" c="dimmed">{t('decisions.noFacts')}</Text>}
        {used.isLoading ? <Skeleton height={24 * row.facts_used.length} /> : (
          <dl className={classes.facts}>
            {facts.map((fact) => {
              const changed = changedWords(fact, speech);
              return (
                <div key={fact.key}>
                  <dt>{label(fact.key)}</dt>
                  <dd>
                    <bdi>{usedWords(fact.key, fact.then, speech) ?? <NotKnownYet />}</bdi>
                    <span className={classes.from}>{sourceWords(fact.key, fact.then, speech).join(' · ')}</span>
                    {changed && <span className={classes.changed}><Icon name="clock" size={14} /> {changed}</span>}
                  </dd>
                </div>
              );
            })}
          </dl>
        )}
      </Part>
      <Part title={t('decisions.rule')}>
        <div><LawLink row={row} /></div>
        <Text size="sm">{row.citation}</Text>
        {duty?.trigger_text && <Text size="sm" c="dimmed" mt={2}>{t('decisions.asLawSays', { text: duty.trigger_text })}</Text>}
      </Part>
      <Part title={t('decisions.changes')}>
        {changes.error && <ProblemBox problem={changes.error} onRetry={() => void changes.refetch()} />}
        {changes.isLoading && <Skeleton height={40} />}
        {changes.data && <Changes list={changes.data.items} open={row.needs.length > 0} />}
      </Part>
      {!!changes.data?.score.length && (
        <Part title={t('decisions.score')}>
          <Lines lines={changes.data.score} />
          <Text size="sm" c="dimmed">{t('decisions.scoreMeans')}</Text>
        </Part>
      )}
      {duty && (
        <Part title={t('decisions.exemptions')}>
          {duty.exemptions.length ? <Exemptions list={duty.exemptions} questions={law?.questions ?? {}} /> : <Text size="sm" c="dimmed">{t('decisions.exemptionsNone')}</Text>}
        </Part>
      )}
      <Part title={t('decisions.entry')}>
        <Facts
          items={[
            [t('decisions.packVersion'), <bdi key="v" title={row.pack_version}>{row.pack_version.replace(/^sha256:/, '').slice(0, 12)}</bdi>],
            [t('decisions.checkedOn'), checkedOn(law, speech)],
            [t('decisions.confidence'), t(`laws.confidences.${row.confidence as 'high'}`, { defaultValue: row.confidence })],
            [t('decisions.jurisdiction'), <bdi key="j">{row.jurisdiction}</bdi>],
            [t('decisions.saidAt'), <When key="s" at={row.said_at} zone={row.zone} />],
            ...(row.due_at ? [[t('incidents.col.due'), <When key="d" at={row.due_at} zone={row.zone} />] as [string, ReactNode]] : []),
            ...(row.target_at ? [[t('clocks.target'), <When key="t" at={row.target_at} zone={row.zone} />] as [string, ReactNode]] : []),
          ]}
        />
      </Part>
      <DecisionList decisions={data.decisions} />
      {data.history.length > 1 && (
        <section>
          {page
            ? <Title order={3} mb={4}>{t('decisions.earlier', { count: data.history.length - 1 })}</Title>
            : <Button size="compact-sm" variant="subtle" onClick={() => setHistory(!history)} aria-expanded={history}>{t('decisions.earlier', { count: data.history.length - 1 })}</Button>}
          {history && (
            <List size="sm" spacing={4}>
              {data.history.slice(1).map((answer) => (
                <List.Item key={answer.id}><OutcomeBadge outcome={answer.outcome} /> <When at={answer.said_at} zone={answer.zone} /> {answer.reasons[0]}</List.Item>
              ))}
            </List>
          )}
        </section>
      )}
      <ExplanationActions explained={all} speech={speech} page={page} ready={!used.isLoading && !changes.isLoading} />
    </article>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={3} mb={4}>{title}</Title>
      {children}
    </section>
  );
}

function Lines({ lines }: { lines: string[] }) {
  return <List size="sm" spacing={4}>{lines.map((line) => <List.Item key={line}>{line}</List.Item>)}</List>;
}

function Changes({ list, open }: { list: Change[]; open: boolean }) {
  const { t } = useTranslation();
  return list.length ? <Lines lines={list.map((change) => change.text)} /> : <Text size="sm">{t(open ? 'decisions.changesOpen' : 'decisions.changesNone')}</Text>;
}
