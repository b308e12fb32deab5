import { Button, Checkbox, Select, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '@/api/client';
import { usePages } from '@/api/pages';
import { take } from '@/api/take';
import { Clock } from '@/components/Clock';
import { KeysetTable, type Column } from '@/components/KeysetTable';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { useIncident } from '@/features/incidents/incident';
import { RulesState } from '@/features/incidents/RulesState';
import { useCan } from '@/features/session/me';
import { useFilters } from '@/lib/filters';
import { assessmentsQuery, readDeterminations, type DeterminationFilters } from './api';
import { outcomes, recipients, type DeterminationRow } from './determination';
import { DeterminationDetail } from './DeterminationDetail';
import { OutcomeBadge } from './OutcomeBadge';

const every = 'every';

/** Every duty of every party with its answer. */
export function Component() {
  const { t } = useTranslation();
  const incident = useIncident();
  const can = useCan();
  const [filters, setFilters] = useFilters('party', 'effective', 'recipient', 'undecided');
  const parties = useQuery({
    queryKey: ['incidents', incident.id, 'parties'],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/parties', { params: { path: { incident_id: incident.id } }, signal })),
  });
  // What must be done comes first: most answers say that a law does not bind somebody.
  const effective = filters.effective || 'required';
  const asked = { ...filters, effective: effective === every ? '' : effective, undecided: filters.undecided === 'true' } as DeterminationFilters;
  const list = usePages<DeterminationRow>(['incidents', incident.id, 'determinations', 'list', asked], (cursor, signal) => readDeterminations(incident.id, asked, cursor, signal));
  const runs = useQuery(assessmentsQuery(incident.id));
  const columns: Column<DeterminationRow>[] = [
    { key: 'law', header: t('incidents.col.law'), heading: true, cell: (row) => <>{row.law}<Text size="xs" c="dimmed">{row.citation}</Text></> },
    { key: 'party', header: t('decisions.party'), cell: (row) => <bdi>{row.party}</bdi> },
    { key: 'whom', header: t('decisions.whom'), cell: (row) => <bdi>{row.recipient_name || t(`incidents.recipient.${row.recipient as 'authority'}`)}</bdi> },
    {
      key: 'outcome', header: t('decisions.outcome'),
      cell: (row) => <><OutcomeBadge outcome={row.effective} />{row.review && <> <StateBadge state="soon" icon="question">{t('decisions.review')}</StateBadge></>}</>,
    },
    { key: 'why', header: t('incidents.col.why'), cell: (row) => <Text size="sm" lineClamp={2}>{row.reason}</Text> },
    { key: 'due', header: t('incidents.col.due'), extra: true, cell: (row) => (row.effective === 'required' ? <Clock state="none" dueAt={row.due_at} targetAt={row.target_at} zone={row.zone} /> : null) },
    { key: 'decided', header: t('incidents.col.far'), cell: (row) => t(`decisions.decided.${row.decided || 'none'}`) },
  ];

  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">{t('decisions.lead')}</Text>
      <RulesState incident={incident} />
      <KeysetTable
        id="determinations"
        label={t('decisions.title')}
        columns={columns}
        rowKey={(row) => row.id}
        rowName={(row) => `${row.law}, ${row.party}`}
        detail={(row) => <DeterminationDetail id={row.id} />}
        empty={runs.data?.items.length === 0 ? t('decisions.emptyNoRun') : t('decisions.empty')}
        {...list}
        toolbar={
          <>
            <Select label={t('decisions.party')} clearable searchable placeholder={t('decisions.anyParty')} value={filters.party || null}
              data={parties.data?.items.map((party) => ({ value: party.id, label: party.name })) ?? []} onChange={(party) => setFilters({ party: party ?? '' })} />
            <Select label={t('decisions.outcome')} allowDeselect={false} value={effective} onChange={(value) => setFilters({ effective: value ?? '' })}
              data={[{ value: every, label: t('incidents.every') }, ...outcomes.map((value) => ({ value, label: t(`incidents.outcome.${value}`) }))]} />
            <Select label={t('decisions.whom')} clearable placeholder={t('incidents.every')} value={filters.recipient || null}
              data={recipients.map((value) => ({ value, label: t(`incidents.recipient.${value}`) }))} onChange={(recipient) => setFilters({ recipient: recipient ?? '' })} />
            <Checkbox pb={8} label={t('decisions.undecided')} checked={filters.undecided === 'true'} onChange={(event) => setFilters({ undecided: event.currentTarget.checked ? 'true' : '' })} />
          </>
        }
      />
      <Runs incident={incident.id} actions={can('assess') && incident.state === 'open' && <Button component={Link} size="xs" variant="default" to={`/incidents/${incident.id}/changes`}>{t('differences.see')}</Button>} />
    </>
  );
}

function Runs({ incident, actions }: { incident: string; actions: React.ReactNode }) {
  const { t } = useTranslation();
  const runs = useQuery(assessmentsQuery(incident));
  if (!runs.data || runs.data.items.length === 0) return null;
  return (
    <div style={{ marginTop: 24 }}>
      <Section title={t('decisions.runs')} actions={actions}>
        <Table.ScrollContainer minWidth={560}>
          <Table verticalSpacing={6} fz="sm">
            <Table.Tbody>
              {runs.data.items.slice(0, 10).map((row) => (
                <Table.Tr key={row.number}>
                  <Table.Td>{row.number}</Table.Td>
                  <Table.Td><When at={row.run_at} /></Table.Td>
                  <Table.Td><bdi>{row.run_by || t('decisions.system')}</bdi></Table.Td>
                  <Table.Td>{outcomes.map((outcome) => `${t(`incidents.outcome.${outcome}`)} ${row.outcomes[outcome] ?? 0}`).join(' · ')}</Table.Td>
                  <Table.Td><bdi title={row.result_hash}>{row.result_hash.slice(0, 12)}</bdi></Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Section>
    </div>
  );
}
