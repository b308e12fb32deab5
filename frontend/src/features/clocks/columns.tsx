import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Clock } from '@/components/Clock';
import type { Column } from '@/components/KeysetTable';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { AgreementMark } from '@/features/agreements/LawLink';
import { capital } from '@/lib/words';
import { stateOfClock, type ClockRow } from './clocks';

export function useClockColumns(withIncident: boolean): Column<ClockRow>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'what', header: t('clocks.what'), heading: true,
      cell: (row) => (
        <>
          <bdi>{capital(row.recipient_name) || t(`incidents.recipient.${row.recipient as 'authority'}`)}</bdi>
          <Text size="xs" c="dimmed" fw={400} lineClamp={2} title={`${row.law} · ${row.citation}`}>{row.law} · {row.citation}</Text>
          {row.agreement && <AgreementMark />}
          {row.provisional && <StateBadge state="none" icon="question">{t('clocks.provisional')}</StateBadge>}
          {row.confidence === 'low' && <StateBadge state="none" icon="question">{t('clocks.lowConfidence')}</StateBadge>}
        </>
      ),
    },
    {
      key: 'left', header: t('clocks.left'),
      cell: (row) => (
        <Clock state={row.state === 'open' ? stateOfClock(row.standing) : row.state === 'discharged' ? 'done' : 'none'} dueAt={row.due_at} targetAt={row.target_at} zone={row.zone} />
      ),
    },
    { key: 'party', header: t('clocks.party'), cell: (row) => <bdi>{row.party}</bdi> },
    ...(withIncident
      ? [{
          key: 'incident', header: t('clocks.incident'),
          cell: (row: ClockRow) => (
            <>
              <Anchor component={Link} size="sm" to={`/incidents/${row.incident_id}`}><bdi>{row.incident_reference}</bdi></Anchor>
              {row.exercise && <> <StateBadge state="soon" icon="flag">{t('frame.exercise')}</StateBadge></>}
            </>
          ),
        }]
      : []),
    { key: 'owner', header: t('clocks.owner'), cell: (row) => (row.owner ? <bdi>{row.owner}</bdi> : <Text size="sm" c="dimmed">{t('clocks.nobody')}</Text>) },
    { key: 'next', header: t('clocks.next'), cell: (row) => row.next_action ?? '' },
    {
      key: 'anchor', header: t('clocks.anchor'), extra: true,
      cell: (row) => <><When at={row.anchor_at} zone={row.zone} /><Text size="xs" c="dimmed">{row.anchor}</Text></>,
    },
  ];
}
