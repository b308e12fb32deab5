import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Icon } from '@/components/Icon';
import { KeysetTable, type Column } from '@/components/KeysetTable';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { useIncident } from '@/features/incidents/incident';
import { useCan } from '@/features/session/me';
import { useFilters } from '@/lib/filters';
import { languageName } from '@/lib/names';
import { audienceOf, audiences, badge, kinds, languages, printedQuery, type Printed } from './api';

/** What is printed, copied or read aloud in an incident: by kind, by whom it is for, by language. */
export function Component() {
  const { t, i18n } = useTranslation();
  const can = useCan();
  const incident = useIncident();
  const list = useQuery(printedQuery(incident.id));
  const [filters, setFilters] = useFilters('kind', 'audience', 'language');
  const may = can('draft-texts') && incident.state === 'open';
  const all = list.data?.items;
  const rows = all?.filter((each) => (!filters.kind || each.kind === filters.kind) && (!filters.audience || audienceOf(each) === filters.audience) && (!filters.language || each.versions[0]?.language === filters.language));
  const columns: Column<Printed>[] = [
    { key: 'title', header: t('words.page.what'), heading: true, cell: (row) => <Link to={row.id}><bdi lang={row.versions[0]?.language}>{row.versions[0]?.rendered_title}</bdi></Link> },
    { key: 'kind', header: t('words.page.kind'), cell: (row) => t(`words.page.kinds.${row.kind}`) },
    { key: 'audience', header: t('words.editor.audience'), cell: (row) => t(`words.editor.audiences.${audienceOf(row)}`) },
    { key: 'language', header: t('words.page.language'), cell: (row) => languageName(row.versions[0]?.language ?? '', i18n.language) },
    { key: 'state', header: t('words.page.state'), cell: (row) => { const state = row.versions[0]?.state ?? 'draft'; return <StateBadge state={badge[state]}>{t(`statements.state.${state}`)}</StateBadge>; } },
    { key: 'by', header: t('words.page.by'), cell: (row) => row.versions[0] && <><bdi>{row.versions[0].written_by}</bdi><Text size="xs" c="dimmed"><When at={row.versions[0].written_at} /></Text></> },
  ];
  const anew = may && <Button component={Link} to="new" leftSection={<Icon name="plus" />}>{t('words.page.new')}</Button>;
  return (
    <Section plain title={t('words.page.title')} actions={all?.length ? anew : undefined}>
      <Text size="sm" c="dimmed" mb="sm" maw={640}>{t('words.page.printedHint')}</Text>
      <KeysetTable id="printed" label={t('words.page.title')} columns={columns} rows={rows} rowKey={(row) => row.id} problem={list.error ?? undefined} onRetry={() => void list.refetch()} fixedColumns
        toolbar={!!all?.length && (
          <Group gap="xs">
            <Select aria-label={t('words.page.kind')} clearable placeholder={t('words.page.kind')} value={filters.kind || null} onChange={(value) => setFilters({ kind: value ?? '' })}
              data={kinds.map((value) => ({ value, label: t(`words.page.kinds.${value}`) }))} />
            <Select aria-label={t('words.editor.audience')} clearable placeholder={t('words.editor.audience')} value={filters.audience || null} onChange={(value) => setFilters({ audience: value ?? '' })}
              data={(['everybody', ...audiences] as const).map((value) => ({ value, label: t(`words.editor.audiences.${value}`) }))} />
            <Select aria-label={t('words.page.language')} clearable placeholder={t('words.page.language')} value={filters.language || null} onChange={(value) => setFilters({ language: value ?? '' })}
              data={languages.map((value) => ({ value, label: languageName(value, i18n.language) }))} />
          </Group>
        )}
        empty={all?.length ? <Text size="sm">{t('words.page.noneFound')}</Text> : (
          <Stack gap="sm" maw={640}>
            <Text fw={600}>{t('words.page.empty')}</Text>
            <Text size="sm">{t('words.page.emptyText')}</Text>
            {anew && <div>{anew}</div>}
          </Stack>
        )} />
    </Section>
  );
}
