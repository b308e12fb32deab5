import { Anchor, Button, Menu, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '@/api/client';
import { usePages } from '@/api/pages';
import { take } from '@/api/take';
import { Icon } from '@/components/Icon';
import { KeysetTable, type Column } from '@/components/KeysetTable';
import { PageHead } from '@/components/PageHead';
import { useCan } from '@/features/session/me';
import { useFilters } from '@/lib/filters';
import { languageName } from '@/lib/names';
import { kinds, regions, word, type Kind, type Organisation } from './directory';
import { exportDirectory, ImportDialog } from './files';
import { OrganisationDialog } from './OrganisationDialog';

export function Component() {
  const { t, i18n } = useTranslation();
  const can = useCan();
  const [filters, setFilters] = useFilters('text', 'kind', 'region');
  const [text, setText] = useState(filters.text);
  const search = useDebouncedCallback((value: string) => setFilters({ text: value }), 250);
  const [dialog, setDialog] = useState<'add' | 'import' | null>(null);
  const list = usePages<Organisation>(['organisations', 'list', filters], (cursor, signal) =>
    take(api.GET('/api/organisations', {
      params: { query: { cursor, text: filters.text || undefined, kind: (filters.kind || undefined) as Kind | undefined, region: filters.region || undefined } },
      signal,
    })),
  );

  const columns: Column<Organisation>[] = [
    { key: 'name', header: t('societies.name'), heading: true, cell: (row) => <Anchor component={Link} to={`/societies/${row.id}`} size="sm"><bdi>{row.name}</bdi></Anchor> },
    { key: 'kind', header: t('societies.kind'), cell: (row) => word('kinds', row.kind, t) },
    { key: 'country', header: t('societies.country'), cell: (row) => row.country_name || row.country },
    { key: 'languages', header: t('societies.languages'), cell: (row) => row.languages.map((code) => languageName(code, i18n.language)).join(', ') },
    { key: 'timezone', header: t('societies.timezone'), cell: (row) => <bdi>{row.timezone}</bdi> },
    { key: 'region', header: t('societies.region'), cell: (row) => word('regions', row.region, t) },
    { key: 'emblem', header: t('societies.emblem'), extra: true, cell: (row) => word('emblems', row.emblem, t) },
    { key: 'immunity', header: t('societies.immunity'), extra: true, cell: (row) => row.immunity },
  ];

  return (
    <>
      <PageHead
        title={t('societies.title')}
        lead={t('societies.lead')}
        actions={can('write-directory') && (
          <>
            <Menu>
              <Menu.Target><Button variant="default" leftSection={<Icon name="download" size={16} />}>{t('societies.files')}</Button></Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => void exportDirectory('csv')}>{t('societies.exportCsv')}</Menu.Item>
                <Menu.Item onClick={() => void exportDirectory('xlsx')}>{t('societies.exportXlsx')}</Menu.Item>
                <Menu.Item onClick={() => setDialog('import')}>{t('societies.import')}</Menu.Item>
              </Menu.Dropdown>
            </Menu>
            <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setDialog('add')}>{t('societies.add')}</Button>
          </>
        )}
      />
      <KeysetTable
        id="societies"
        label={t('societies.title')}
        columns={columns}
        rowKey={(row) => row.id}
        empty={t('societies.noneFound')}
        {...list}
        toolbar={
          <>
            <TextInput label={t('societies.find')} type="search" value={text} leftSection={<Icon name="search" size={16} />}
              onChange={(event) => { setText(event.currentTarget.value); search(event.currentTarget.value); }} />
            <Select label={t('societies.kind')} clearable placeholder={t('societies.anyKind')} value={filters.kind || null}
              data={kinds.map((value) => ({ value, label: word('kinds', value, t) }))} onChange={(kind) => setFilters({ kind: kind ?? '' })} />
            <Select label={t('societies.region')} clearable placeholder={t('societies.anyRegion')} value={filters.region || null}
              data={regions.map((value) => ({ value, label: word('regions', value, t) }))} onChange={(region) => setFilters({ region: region ?? '' })} />
          </>
        }
      />
      {dialog === 'add' && <OrganisationDialog onClose={() => setDialog(null)} />}
      {dialog === 'import' && <ImportDialog onClose={() => setDialog(null)} />}
    </>
  );
}
