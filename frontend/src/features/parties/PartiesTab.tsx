import { Button, Select, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { HeatGrid } from '@/components/HeatGrid';
import { Icon } from '@/components/Icon';
import { ProblemBox } from '@/components/ProblemBox';
import { RangeCount } from '@/components/RangeCount';
import { Section } from '@/components/Section';
import { useIncident } from '@/features/incidents/incident';
import { useCan } from '@/features/session/me';
import { useFilters } from '@/lib/filters';
import { AddPartiesDialog } from './AddPartiesDialog';
import { CellDialog } from './CellDialog';
import { DataSetDialog } from './DataSetDialog';
import { DataSets } from './DataSets';
import { PartyList } from './PartyList';
import classes from './PartiesTab.module.css';

const roles = ['controller', 'joint-controller', 'processor', 'host'] as const;
const none = '';

/** Whose people stand in which data set of which party, on one screen; under it the parties with their roles and their own moments. */
export function Component() {
  const { t } = useTranslation();
  const can = useCan();
  const incident = useIncident();
  const [filters, setFilters] = useFilters('text', 'role');
  const [text] = useDebouncedValue(filters.text, 250);
  const [dialog, setDialog] = useState<'parties' | 'data' | null>(null);
  const [cell, setCell] = useState<{ party: string; dataSet: string } | null>(null);
  const matrix = useQuery({
    queryKey: ['incidents', incident.id, 'matrix', text, filters.role],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/matrix', {
      params: { path: { incident_id: incident.id }, query: { text: text || undefined, role: (filters.role || undefined) as 'host' | undefined } }, signal,
    })),
  });
  const editable = can('write-facts') && incident.state === 'open';
  const data = matrix.data;
  const loose = data?.rows.some((row) => row.cells.some((each) => each.data_set_id === null));
  const columns = [...(data?.data_sets.map((set) => ({ id: set.id, name: set.name })) ?? []), ...(loose ? [{ id: none, name: t('parties.noDataSet') }] : [])];
  const cellOf = (party: string, dataSet: string) => data?.rows.find((row) => row.party.id === party)?.cells.find((each) => (each.data_set_id ?? none) === dataSet);

  return (
    <>
      <Section
        title={t('parties.matrix')}
        actions={editable && (
          <>
            <Button size="xs" variant="default" leftSection={<Icon name="plus" size={14} />} onClick={() => setDialog('data')}>{t('parties.addDataSet')}</Button>
            <Button size="xs" leftSection={<Icon name="plus" size={14} />} onClick={() => setDialog('parties')}>{t('parties.addParties')}</Button>
          </>
        )}
      >
        <Text size="sm" c="dimmed" mb="sm">{t('parties.matrixLead')}</Text>
        <div className={classes.filters}>
          <TextInput type="search" label={t('parties.find')} value={filters.text} onChange={(event) => setFilters({ text: event.currentTarget.value })} />
          <Select label={t('parties.role')} clearable placeholder={t('incidents.every')} value={filters.role || null} onChange={(role) => setFilters({ role: role ?? '' })}
            data={roles.map((value) => ({ value, label: t(`parties.roles.${value}`) }))} />
          {data && <Text size="sm" pb={8}>{t('parties.shown', { shown: data.rows.length, count: data.parties })} · <RangeCount range={data.total.count} /></Text>}
        </div>
        {matrix.error && <ProblemBox problem={matrix.error} onRetry={() => void matrix.refetch()} />}
        {data && data.parties === 0 && <Text size="sm">{t('parties.none')}</Text>}
        {data && data.rows.length > 0 && columns.length === 0 && <Text size="sm">{t('parties.noDataSets')}</Text>}
        {data && data.rows.length > 0 && columns.length > 0 && (
          <HeatGrid
            label={t('parties.matrix')}
            rowHeader={t('parties.party')}
            rows={data.rows.map((row) => ({ id: row.party.id, name: <bdi>{row.party.name}</bdi> }))}
            columns={columns}
            cell={(party, dataSet) => cellOf(party, dataSet)?.count}
            onOpen={(party, dataSet) => setCell({ party, dataSet })}
            onEmpty={editable ? (party, dataSet) => setCell({ party, dataSet }) : undefined}
            total={(party) => data.rows.find((row) => row.party.id === party)?.total.count ?? {}}
            totalLabel={t('parties.total')}
          />
        )}
      </Section>
      <PartyList incident={incident} editable={editable} />
      <DataSets incident={incident} editable={editable} />
      {dialog === 'parties' && <AddPartiesDialog incident={incident} onClose={() => setDialog(null)} />}
      {dialog === 'data' && <DataSetDialog incident={incident.id} onClose={() => setDialog(null)} />}
      {cell && <CellDialog incident={incident} party={cell.party} dataSet={cell.dataSet} editable={editable} onClose={() => setCell(null)} />}
    </>
  );
}
