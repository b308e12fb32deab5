import { Anchor, Button, Group, Switch, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePages } from '@/api/pages';
import { KeysetTable, type Column } from '@/components/KeysetTable';
import { PageHead } from '@/components/PageHead';
import { ProblemBox } from '@/components/ProblemBox';
import { useCan } from '@/features/session/me';
import { exportRegister, readRegister, type Breach } from './api';
import { ImportRegister } from './ImportRegister';

/** All breaches, told or not, and the lines of registers that were kept before. */
export function Component() {
  const { t } = useTranslation();
  const can = useCan();
  const [exercises, setExercises] = useState(false);
  const [importing, setImporting] = useState(false);
  const [fields, setFields] = useState<string[]>([]);
  const list = usePages<Breach>(['register', exercises], async (cursor, signal) => {
    const page = await readRegister(exercises, cursor, signal);
    setFields(page.fields);
    return page;
  });
  const out = useMutation({ mutationFn: (format: 'csv' | 'xlsx') => exportRegister(format, exercises) });
  const rows = list.rows?.map((each, n) => ({ ...each, n }));
  const words = (value: string) => value && <Text size="sm"><bdi>{value}</bdi></Text>;
  const columns: Column<Breach & { n: number }>[] = [
    { key: 'reference', header: t('register.reference'), heading: true, cell: (row) => <>{row.incident_id ? <Anchor component={Link} to={`/incidents/${row.incident_id}`}>{row.reference}</Anchor> : <bdi>{row.reference}</bdi>}<Text size="xs" c="dimmed">{row.incident_id ? row.exercise && t('register.exercise') : t('register.older')}</Text></> },
    { key: 'happened', header: t('register.happened'), cell: (row) => <bdi>{row.happened_on}</bdi> },
    { key: 'what', header: t('register.what'), cell: (row) => words(row.what_happened) },
    { key: 'controllers', header: t('register.controllers'), cell: (row) => <Text size="sm" lineClamp={3}><bdi>{row.controllers}</bdi></Text> },
    { key: 'people', header: t('register.people'), cell: (row) => words(row.people) },
    { key: 'effects', header: t('register.effects'), cell: (row) => words(row.effects) },
    { key: 'measures', header: t('register.measures'), cell: (row) => words(row.measures) },
    { key: 'authority', header: t('register.authority'), cell: (row) => <Text size="sm" lineClamp={4}><bdi>{row.authority_told}</bdi></Text> },
    { key: 'told', header: t('register.told'), cell: (row) => words(row.people_told) },
    { key: 'reasons', header: t('register.reasons'), cell: (row) => <Text size="sm" lineClamp={4}><bdi>{row.reasons_not_to_tell}</bdi></Text> },
  ];
  return (
    <>
      <PageHead title={t('register.title')} />
      <Text size="sm" c="dimmed" mb="sm" maw={640}>{t('register.lead')}</Text>
      <Group mb="sm" gap="sm">
        <Switch label={t('register.exercises')} checked={exercises} onChange={(event) => setExercises(event.currentTarget.checked)} />
        {can('export-dossiers') && <><Button size="xs" variant="default" loading={out.isPending} onClick={() => out.mutate('csv')}>{t('register.csv')}</Button><Button size="xs" variant="default" loading={out.isPending} onClick={() => out.mutate('xlsx')}>{t('register.xlsx')}</Button></>}
        {can('import-register') && <Button size="xs" variant="default" onClick={() => setImporting(true)}>{t('register.import')}</Button>}
      </Group>
      {out.error && <ProblemBox problem={out.error} />}
      <KeysetTable id="register" label={t('register.title')} columns={columns} {...list} rows={rows} rowKey={(row) => String(row.n)} empty={t('register.empty')} />
      {importing && <ImportRegister fields={fields} onClose={() => setImporting(false)} />}
    </>
  );
}
