import { Anchor, Group, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { TimeLeft } from '@/components/Clock';
import { incidentClocksQuery, stateOfClock, together } from '@/features/clocks/clocks';
import { TopQuestions } from '@/features/questions/TopQuestions';
import { useCan } from '@/features/session/me';
import { capital } from '@/lib/words';
import { useIncident, type Incident } from './incident';
import { IncidentFacts } from './IncidentFacts';
import classes from './OverviewTab.module.css';
import { RulesState } from './RulesState';
import { WhoMustBeTold } from './WhoMustBeTold';

export function Component() {
  const incident = useIncident();
  const can = useCan();
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
          {can('read-record') && <TopQuestions incident={incident.id} />}
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
