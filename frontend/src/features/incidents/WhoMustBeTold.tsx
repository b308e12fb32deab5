import { SegmentedControl, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { usePages } from '@/api/pages';
import { Clock } from '@/components/Clock';
import { LawLink } from '@/features/agreements/LawLink';
import { obligationsQuery, stateOfClock } from '@/features/clocks/clocks';
import { KeysetTable, type Column } from '@/components/KeysetTable';
import { Section } from '@/components/Section';
import { readDeterminations } from '@/features/decisions/api';
import { outcomes, recipients, type DeterminationRow, type Outcome } from '@/features/decisions/determination';
import { DeterminationDetail } from '@/features/decisions/DeterminationDetail';
import { OutcomeBadge } from '@/features/decisions/OutcomeBadge';
import { useFilters } from '@/lib/filters';
import { numberWords } from '@/lib/range';
import { capital } from '@/lib/words';
import type { Incident } from './incident';
import classes from './WhoMustBeTold.module.css';
import { PublicRow, SocietiesRow } from './WhoElse';

/** One table of everybody who must be told, grouped by whom; the filter shows what was not required as well, never hides it. */
export function WhoMustBeTold({ incident }: { incident: Incident }) {
  const { t, i18n } = useTranslation();
  const [filters, setFilters] = useFilters('outcome');
  const outcome = ((outcomes as readonly string[]).includes(filters.outcome) ? filters.outcome : 'required') as Outcome;
  const counts = useQuery({
    queryKey: ['incidents', incident.id, 'determinations', 'counts'],
    queryFn: ({ signal }) => readDeterminations(incident.id, { limit: 1 }, undefined, signal),
  }).data?.counts;

  return (
    <Section title={t('incidents.who')}>
      <Text size="sm" c="dimmed" mb="sm">{t('incidents.whoLead')}</Text>
      <div className={`no-print ${classes.outcomes}`}>
        <SegmentedControl
          size="xs"
          mb="sm"
          value={outcome}
          onChange={(value) => setFilters({ outcome: value === 'required' ? '' : value })}
          data={outcomes.map((value) => ({ value, label: `${t(`incidents.outcome.${value}`)} ${numberWords(counts?.[value] ?? 0, i18n.language)}` }))}
        />
      </div>
      {recipients.map((recipient) => <Recipients key={`${recipient}${outcome}`} incident={incident} recipient={recipient} outcome={outcome} />)}
      <SocietiesRow incident={incident} />
      <PublicRow incident={incident} />
    </Section>
  );
}

function Recipients({ incident, recipient, outcome }: { incident: Incident; recipient: (typeof recipients)[number]; outcome: Outcome }) {
  const { t } = useTranslation();
  const list = usePages<DeterminationRow>(['incidents', incident.id, 'determinations', recipient, outcome], (cursor, signal) =>
    readDeterminations(incident.id, { recipient, effective: outcome, limit: 25 }, cursor, signal),
  );
  const obligations = useQuery({ ...obligationsQuery(incident.id, recipient), enabled: outcome === 'required' }).data;
  const obligationOf = (row: DeterminationRow) => obligations?.find((clock) => clock.determination_id === row.id);
  if (list.rows?.length === 0 && !list.problem) return null;

  const columns: Column<DeterminationRow>[] = [
    {
      key: 'whom', header: t('incidents.col.recipient'), heading: true,
      cell: (row) => (
        <>
          <bdi>{capital(row.recipient_name) || t(`incidents.recipient.${recipient}`)}</bdi>
          <Text size="xs" c="dimmed" fw={400} lineClamp={2} title={`${row.law}, ${row.citation}`}><LawLink row={row} size="xs" /></Text>
        </>
      ),
    },
    { key: 'decision', header: t('incidents.col.decision'), cell: (row) => <OutcomeBadge outcome={row.effective} /> },
    { key: 'why', header: t('incidents.col.why'), cell: (row) => <Text size="sm" lineClamp={3} miw={144}>{row.reason}</Text> },
    {
      key: 'due', header: t('incidents.col.due'),
      cell: (row) => {
        if (row.effective !== 'required') return null;
        const clock = obligationOf(row);
        return clock
          ? <Clock state={stateOfClock(clock.standing)} dueAt={clock.due_at} targetAt={clock.target_at} zone={clock.zone} />
          : <Clock state="none" dueAt={row.due_at} targetAt={row.target_at} zone={row.zone} />;
      },
    },
    { key: 'tells', header: t('incidents.col.tells'), cell: (row) => <bdi>{row.party}</bdi> },
    {
      key: 'far', header: t('incidents.col.far'),
      cell: (row) => {
        const clock = obligationOf(row);
        if (!clock) return t(`decisions.decided.${row.decided || 'none'}`);
        return clock.state === 'open' ? (clock.owner ? <bdi>{clock.owner}</bdi> : t('clocks.nobody')) : t(`clocks.states.${clock.state}`);
      },
    },
  ];
  return (
    <div className={classes.recipients}>
      <KeysetTable id={`who-${recipient}`} label={t(`incidents.recipient.${recipient}`)} columns={columns} rowKey={(row) => row.id} rowName={(row) => row.recipient_name}
        detail={(row) => <DeterminationDetail id={row.id} />} empty={null} fixedColumns {...list} toolbar={<Text fw={600} size="sm">{t(`incidents.recipient.${recipient}`)}</Text>} />
    </div>
  );
}
