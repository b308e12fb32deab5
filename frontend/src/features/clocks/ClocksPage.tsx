import { Button, Checkbox, Select, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate } from 'react-router';
import { api } from '@/api/client';
import { usePages } from '@/api/pages';
import { take } from '@/api/take';
import { Icon } from '@/components/Icon';
import { KeysetTable } from '@/components/KeysetTable';
import { PageHead } from '@/components/PageHead';
import { Timeline, type TimelineItem } from '@/components/Timeline';
import { incidentQuery } from '@/features/incidents/incident';
import { useCan } from '@/features/session/me';
import { withWords } from '@/i18n';
import { useNow } from '@/lib/clock';
import { useFilters } from '@/lib/filters';
import { useClockColumns } from './columns';
import { capital } from '@/lib/words';
import { stateOfClock, together, type ClockRow } from './clocks';

// What opens under a row brings decisions, filings and questions with it: too much for the first page.
const ClockDetail = lazy(withWords(() => import('./ClockDetail').then((module) => ({ default: module.ClockDetail }))));

// A picture of more bars than this is a grey field; the table below has them all.
const drawn = 30;

/** Home: what is due over everything I may see, the late and the next first. */
export function Component() {
  const { t } = useTranslation();
  const can = useCan();
  const now = useNow();
  const [filters, setFilters] = useFilters('incident', 'recipient', 'state', 'owner', 'exercise', 'open');
  const { open: opened, ...asked } = filters;
  const incident = useQuery({ ...incidentQuery(filters.incident), enabled: filters.incident !== '' });
  const list = usePages<ClockRow>(['clocks', 'list', asked], (cursor, signal) => {
    const query = {
      cursor, owner: filters.owner || undefined, recipient: (filters.recipient || undefined) as 'authority' | undefined, state: (filters.state || 'open') as 'open',
    };
    const page = filters.incident
      ? take(api.GET('/api/incidents/{incident_id}/clocks', { params: { path: { incident_id: filters.incident }, query }, signal }))
      : take(api.GET('/api/clocks', { params: { query: { ...query, exercise: (filters.exercise || undefined) as 'only' | undefined } }, signal }));
    return page.then(({ items, next }) => ({ items, next: next ?? '' }));
  }, can('read-incidents'));
  const columns = useClockColumns(!filters.incident);
  const rows = list.rows ?? [];
  const over = rows.filter((row) => row.standing === 'late');
  const agreed = over.filter((row) => row.agreement).length;
  const late = over.length - agreed;
  const soon = rows.filter((row) => row.standing === 'soon').length;
  const items = together(rows).slice(0, drawn).map(({ row, parties }) => itemOf(row, [parties > 1 ? t('clocks.parties', { count: parties }) : row.party, ...(row.agreement ? [t('clocks.agreement')] : [])].join(' · '), now));

  // Who may see no incident begins where their work is.
  if (!can('read-incidents')) return <Navigate to="/settings" replace />;
  return (
    <>
      <PageHead
        tab={t('frame.clocks')}
        title={filters.incident ? t('clocks.ofIncident', { reference: incident.data?.reference ?? '' }) : t('frame.clocks')}
        lead={filters.incident ? <Link to="/">{t('clocks.all')}</Link> : t('clocks.lead')}
        actions={<Button variant="default" leftSection={<Icon name="print" size={16} />} onClick={() => window.print()}>{t('common.print')}</Button>}
      />
      {items.length > 0 && <Timeline title={t(agreed ? 'clocks.findingAgreed' : late + soon ? 'clocks.finding' : 'clocks.findingCalm', { late, agreed, soon, count: rows.length })} items={items} />}
      <div style={{ marginTop: 16 }}>
        <KeysetTable
          id="clocks"
          label={t('frame.clocks')}
          columns={columns}
          rowKey={(row) => row.id}
          rowName={(row) => `${row.law}: ${row.recipient_name}`}
          openFirst={opened}
          detail={(row) => <Suspense fallback={<Skeleton height={160} />}><ClockDetail row={row} /></Suspense>}
          empty={
            <Stack gap="sm" maw={560}>
              <Text fw={600}>{t('frame.noClocks')}</Text>
              <Text size="sm">{t('clocks.emptyText')}</Text>
              {can('open-incident') && <div><Button component={Link} to="/incidents/new" leftSection={<Icon name="plus" />}>{t('frame.newIncident')}</Button></div>}
            </Stack>
          }
          {...list}
          toolbar={
            <>
              <Select label={t('clocks.whom')} clearable placeholder={t('incidents.every')} value={filters.recipient || null} onChange={(value) => setFilters({ recipient: value ?? '' })}
                data={(['authority', 'subjects', 'controller', 'other', 'self'] as const).map((value) => ({ value, label: t(`incidents.recipient.${value}`) }))} />
              <Select label={t('clocks.stateLabel')} allowDeselect={false} value={filters.state || 'open'} onChange={(value) => setFilters({ state: value === 'open' ? '' : (value ?? '') })}
                data={(['open', 'discharged', 'waived', 'superseded'] as const).map((value) => ({ value, label: t(`clocks.states.${value}`) }))} />
              {!filters.incident && (
                <Select label={t('incidents.realOrExercise')} clearable placeholder={t('incidents.every')} value={filters.exercise || null} onChange={(value) => setFilters({ exercise: value ?? '' })}
                  data={[{ value: 'without', label: t('incidents.real') }, { value: 'only', label: t('frame.exercise') }]} />
              )}
              <Checkbox pb={8} label={t('clocks.mine')} checked={filters.owner === 'me'} onChange={(event) => setFilters({ owner: event.currentTarget.checked ? 'me' : '' })} />
            </>
          }
        />
      </div>
    </>
  );
}

function itemOf(row: ClockRow, who: string, now: number): TimelineItem {
  return {
    id: row.id,
    group: `${row.incident_reference} · ${row.incident_title}`,
    groupTo: `/incidents/${row.incident_id}`,
    label: `${capital(row.recipient_name || row.what)} · ${who}`,
    from: row.anchor_at ?? row.opened_at ?? new Date(now).toISOString(),
    dueAt: row.due_at,
    targetAt: row.target_at,
    // A target is our own: its bar stays grey, whatever the hour.
    state: row.due_at || row.state !== 'open' ? stateOfClock(row.standing) : 'none',
  };
}
