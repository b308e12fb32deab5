import { Anchor, Button, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '@/api/client';
import { usePages } from '@/api/pages';
import { take } from '@/api/take';
import { Icon } from '@/components/Icon';
import { KeysetTable, type Column } from '@/components/KeysetTable';
import { PageHead } from '@/components/PageHead';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { useCan } from '@/features/session/me';
import { useFilters } from '@/lib/filters';
import { OpenExercise } from './OpenExercise';
import type { IncidentRow } from './incident';

export function Component() {
  const { t } = useTranslation();
  const can = useCan();
  const [filters, setFilters] = useFilters('q', 'state', 'exercise');
  const [text, setText] = useState(filters.q);
  useEffect(() => setText(filters.q), [filters.q]);
  const search = useDebouncedCallback((q: string) => setFilters({ q }), 250);
  const list = usePages<IncidentRow>(['incidents', 'list', filters], (cursor, signal) =>
    take(api.GET('/api/incidents', {
      params: {
        query: {
          cursor, text: filters.q || undefined, state: (filters.state || undefined) as 'open' | undefined,
          exercise: (filters.exercise || undefined) as 'true' | undefined,
        },
      },
      signal,
    })),
  );

  const columns: Column<IncidentRow>[] = [
    {
      key: 'title', header: t('incidents.what'), heading: true,
      cell: (row) => (
        <>
          <Anchor component={Link} to={`/incidents/${row.id}`} size="sm" fw={550}>{row.title}</Anchor>
          <Text size="xs" c="dimmed"><bdi>{row.reference}</bdi></Text>
        </>
      ),
    },
    {
      key: 'state', header: t('incidents.state'),
      cell: (row) => (
        <Stack gap={4} align="start">
          <StateBadge state={row.state === 'open' ? 'in_time' : 'none'} icon={row.state === 'open' ? 'incident' : 'check'}>{t(`incidents.states.${row.state}`)}</StateBadge>
          {row.exercise && <StateBadge state="soon" icon="flag">{t('frame.exercise')}</StateBadge>}
        </Stack>
      ),
    },
    { key: 'aware', header: t('incidents.aware'), cell: (row) => <When at={row.aware_at} zone={row.aware_zone} /> },
    { key: 'opened', header: t('incidents.opened'), cell: (row) => <When at={row.opened_at} zone={row.aware_zone} /> },
    { key: 'closed', header: t('incidents.closed'), extra: true, cell: (row) => (row.closed_at ? <When at={row.closed_at} zone={row.aware_zone} /> : t('incidents.states.open')) },
  ];

  const filtered = filters.q || filters.state || filters.exercise;
  return (
    <>
      <PageHead title={t('incidents.title')} lead={t('incidents.lead')} actions={can('open-incident') && <OpenExercise />} />
      <KeysetTable
        id="incidents"
        label={t('incidents.title')}
        columns={columns}
        rowKey={(row) => row.id}
        {...list}
        empty={filtered ? t('incidents.noneFound') : (
          <Stack gap="sm" maw={560}>
            <Text fw={600}>{t('incidents.none')}</Text>
            <Text size="sm">{t('incidents.noneText')}</Text>
            {can('open-incident') && <div><Button component={Link} to="/incidents/new" leftSection={<Icon name="plus" />}>{t('frame.newIncident')}</Button></div>}
          </Stack>
        )}
        toolbar={
          <>
            <TextInput type="search" label={t('incidents.find')} value={text} leftSection={<Icon name="search" size={16} />}
              onChange={(event) => { setText(event.currentTarget.value); search(event.currentTarget.value); }} />
            <Select label={t('incidents.state')} clearable placeholder={t('incidents.every')} value={filters.state || null} onChange={(state) => setFilters({ state: state ?? '' })}
              data={[{ value: 'open', label: t('incidents.states.open') }, { value: 'closed', label: t('incidents.states.closed') }]} />
            <Select label={t('incidents.realOrExercise')} clearable placeholder={t('incidents.every')} value={filters.exercise || null}
              onChange={(exercise) => setFilters({ exercise: exercise ?? '' })}
              data={[{ value: 'false', label: t('incidents.real') }, { value: 'true', label: t('frame.exercise') }]} />
          </>
        }
      />
    </>
  );
}
