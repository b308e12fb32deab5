import { Anchor, Group, List, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { TimeLeft } from '@/components/Clock';
import { placeOfAnswer, useFactLabels } from '@/features/facts/labels';
import { readDeterminations } from '@/features/decisions/api';
import { bestQuestions } from '@/features/decisions/determination';
import { incidentClocksQuery, stateOfClock, together } from '@/features/clocks/clocks';
import { capital } from '@/lib/words';
import { useIncident, type Incident } from './incident';
import { IncidentFacts } from './IncidentFacts';
import classes from './OverviewTab.module.css';
import { RulesState } from './RulesState';
import { WhoMustBeTold } from './WhoMustBeTold';

export function Component() {
  const incident = useIncident();
  return (
    <>
      <IncidentFacts incident={incident} />
      <div className={classes.columns}>
        <div className={classes.main}>
          <RulesState incident={incident} />
          <WhoMustBeTold incident={incident} />
        </div>
        <aside className={classes.side}>
          <NextClocks incident={incident} />
          <Questions incident={incident} />
        </aside>
      </div>
    </>
  );
}

function NextClocks({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const clocks = useQuery(incidentClocksQuery(incident.id, 50));
  const next = together((clocks.data?.items ?? []).filter((clock) => clock.due_at ?? clock.target_at)).slice(0, 5);
  return (
    <Section title={t('incidents.nextClocks')}>
      {clocks.error && <ProblemBox problem={clocks.error} />}
      {clocks.isPending && <Skeleton height={120} />}
      {clocks.data && next.length === 0 && <Text size="sm" c="dimmed">{t('frame.noClocks')}</Text>}
      <ul className={classes.clocks}>
        {next.map(({ row: clock, parties }) => (
          <li key={clock.id}>
            <TimeLeft state={stateOfClock(clock.standing)} dueAt={clock.due_at} targetAt={clock.target_at} />
            <div>
              <Anchor component={Link} size="sm" to={`/?incident=${incident.id}&open=${clock.id}`}><bdi>{capital(clock.recipient_name || clock.what)}</bdi></Anchor>
              <Text size="xs" c="dimmed"><bdi>{parties > 1 ? t('clocks.parties', { count: parties }) : clock.party}</bdi> · {clock.citation}</Text>
            </div>
          </li>
        ))}
      </ul>
      <Group mt="sm"><Anchor component={Link} size="sm" to={`/?incident=${incident.id}`}>{t('incidents.allClocks')}</Anchor></Group>
    </Section>
  );
}

function Questions({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const open = useQuery({
    queryKey: ['incidents', incident.id, 'determinations', 'open-questions'],
    queryFn: ({ signal }) => readDeterminations(incident.id, { effective: 'undetermined', limit: 200 }, undefined, signal),
  });
  const questions = bestQuestions(open.data?.items ?? []);
  const label = useFactLabels(questions.map(({ need }) => need));
  if (questions.length === 0) return null;
  return (
    <Section title={t('incidents.questions')}>
      <Text size="sm" c="dimmed" mb="xs">{t('incidents.questionsLead')}</Text>
      <List size="sm" spacing={8} listStyleType="none">
        {questions.map(({ need, duties }) => (
          <List.Item key={need}>
            <Anchor component={Link} size="sm" to={placeOfAnswer(need)}>{label(need)}</Anchor>
            <Text size="xs" c="dimmed">{t('incidents.questionSettles', { count: duties })}</Text>
          </List.Item>
        ))}
      </List>
    </Section>
  );
}
