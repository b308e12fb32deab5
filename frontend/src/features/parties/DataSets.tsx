import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KeysetTable } from '@/components/KeysetTable';
import { NotKnownYet } from '@/components/NotKnownYet';
import { Section } from '@/components/Section';
import { wordLabel } from '@/features/facts/value';
import type { Incident } from '@/features/incidents/incident';
import { dataSetsQuery, type DataSet } from './api';
import { DataSetDialog } from './DataSetDialog';

/** The bodies of data that were exposed, with what is in them. */
export function DataSets({ incident, editable }: { incident: Incident; editable: boolean }) {
  const { t } = useTranslation();
  const query = useQuery(dataSetsQuery(incident.id));
  const [editing, setEditing] = useState<DataSet | null>(null);
  return (
    <Section title={t('parties.dataSets')}>
      <KeysetTable
        id="data-sets"
        label={t('parties.dataSets')}
        columns={[
          { key: 'name', header: t('parties.dataSet'), heading: true, cell: (row: DataSet) => row.name },
          { key: 'categories', header: t('parties.categories'), cell: (row) => (row.categories.length ? row.categories.map(wordLabel).join(', ') : <NotKnownYet />) },
          { key: 'notes', header: t('societies.notes'), cell: (row) => row.notes },
          ...(editable
            ? [{
                key: 'edit', header: t('common.table.actions'),
                cell: (row: DataSet) => <Button size="compact-xs" variant="subtle" aria-label={`${t('common.edit')}: ${row.name}`} onClick={() => setEditing(row)}>{t('common.edit')}</Button>,
              }]
            : []),
        ]}
        rows={query.data?.items}
        problem={query.error ?? undefined}
        rowKey={(row) => row.id}
        empty={t('parties.noDataSets')}
      />
      {editing && <DataSetDialog incident={incident.id} dataSet={editing} onClose={() => setEditing(null)} />}
    </Section>
  );
}
