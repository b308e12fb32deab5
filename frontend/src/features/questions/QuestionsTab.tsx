import { Alert, Anchor, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Icon } from '@/components/Icon';
import { ProblemBox } from '@/components/ProblemBox';
import { useIncident } from '@/features/incidents/incident';
import { useCan } from '@/features/session/me';
import { useFilters } from '@/lib/filters';
import { questionsQuery } from './api';
import { QuestionCard, type Manner } from './QuestionCard';
import { nameOf, nextQuestion, type Question } from './questions';
import classes from './Questions.module.css';
import { useQuestionLabel } from './useQuestionLabel';
import { Worth } from './Worth';

/** What to find out next: the best question with its answer in place, then the others. It stops asking when no answer could change anything. */
export function Component() {
  const { t } = useTranslation();
  const incident = useIncident();
  const can = useCan();
  const client = useQueryClient();
  const query = useQuery(questionsQuery(incident.id));
  const [filters, setFilters] = useFilters('ask');
  const [putOff, setPutOff] = useState<ReadonlySet<string>>(new Set());
  const [settled, setSettled] = useState<number | null>(null);
  const [asked, setAsked] = useState(0);
  const [manner, setManner] = useState<Manner>({ certainty: 'reported', source: '' });
  const list = query.data?.items ?? [];
  const question = nextQuestion(list, filters.ask, putOff);
  const rest = list.filter((each) => each !== question);
  const editable = can('write-facts') && incident.state === 'open';

  if (query.error && !query.data) return <ProblemBox problem={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Stack><Skeleton height={32} width="40%" /><Skeleton height={320} /></Stack>;

  async function saved() {
    const before = query.data?.open_duties ?? 0;
    await client.cancelQueries({ queryKey: questionsQuery(incident.id).queryKey });
    const after = await client.fetchQuery({ ...questionsQuery(incident.id), staleTime: 0 });
    setSettled(before - after.open_duties);
    setAsked((n) => n + 1);
    setFilters({ ask: '' });
  }

  function later() {
    if (!question) return;
    setPutOff(new Set([...putOff, nameOf(question)]));
    setSettled(null);
    setAsked((n) => n + 1);
    setFilters({ ask: '' });
  }

  return (
    <Stack gap="md">
      <div>
        <Title order={2}>{t('questions.title')}</Title>
        <Text size="sm" c="dimmed">{t('questions.lead')}</Text>
      </div>
      <div role="status">
        <Text size="sm" fw={600}>{t('questions.open', { count: query.data.open_duties })} · {t('questions.left', { count: list.length })}</Text>
        {settled !== null && <Settled duties={settled} />}
      </div>
      {list.length === 0 && (
        <div className={classes.card}>
          <Group gap="xs" mb={4}><Icon name="check" /><Text fw={600}>{t('questions.none')}</Text></Group>
          <Text size="sm">{t('questions.noneText')}</Text>
        </div>
      )}
      {list.length > 0 && !question && (
        <Group className={classes.card}>
          <Text>{t('questions.laterAll')}</Text>
          <Button size="xs" variant="default" onClick={() => setPutOff(new Set())}>{t('questions.again')}</Button>
        </Group>
      )}
      {!editable && list.length > 0 && incident.state === 'open' && <Alert color="gray" variant="light">{t('questions.readOnly')}</Alert>}
      {question && (
        <QuestionCard key={`${nameOf(question)} ${asked}`} incident={incident.id} question={question} editable={editable} manner={manner} onManner={(change) => setManner({ ...manner, ...change })}
          onSaved={saved} onLater={later} />
      )}
      {rest.length > 0 && question && <Rest list={rest} editable={editable} onAsk={(each) => { setSettled(null); setFilters({ ask: nameOf(each) }); window.scrollTo({ top: 0 }); }} />}
    </Stack>
  );
}

function Settled({ duties }: { duties: number }) {
  const { t } = useTranslation();
  if (duties === 0) return <Text size="sm">{t('questions.settledNone')}</Text>;
  return (
    <>
      <Text size="sm">{duties > 0 ? t('questions.settled', { count: duties }) : t('questions.reopened', { count: -duties })}</Text>
      <Text size="sm" c="dimmed">{t('questions.follow')} <Anchor component={Link} size="sm" underline="always" to="../changes" relative="path">{t('questions.followLink')}</Anchor>.</Text>
    </>
  );
}

const few = 8;

function Rest({ list, editable, onAsk }: { list: Question[]; editable: boolean; onAsk: (question: Question) => void }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const label = useQuestionLabel(list);
  return (
    <section>
      <Title order={3} mb="xs">{t('questions.rest')}</Title>
      <ol className={classes.list}>
        {list.slice(0, all ? undefined : few).map((each) => (
          <li key={nameOf(each)}>
            <div>
              <Text size="sm">{label(each)}</Text>
              <Text size="xs" c="dimmed">{each.about && <><bdi>{each.about}</bdi> · </>}<Worth question={each} short /></Text>
            </div>
            {editable && <Button size="compact-xs" variant="subtle" aria-label={t('questions.answerThis', { question: label(each) })} onClick={() => onAsk(each)}>{t('questions.answer')}</Button>}
          </li>
        ))}
      </ol>
      {!all && list.length > few && <Button mt="xs" size="compact-sm" variant="subtle" onClick={() => setAll(true)}>{t('questions.showAll', { count: list.length - few })}</Button>}
    </section>
  );
}
