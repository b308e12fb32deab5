import { Anchor, Select, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '@/api/client';
import { usePages } from '@/api/pages';
import { take } from '@/api/take';
import { Icon } from '@/components/Icon';
import { KeysetTable, type Column } from '@/components/KeysetTable';
import { StateBadge } from '@/components/StateBadge';
import { useFilters } from '@/lib/filters';
import { countryName } from '@/lib/names';
import { dateWords } from '@/lib/time';
import type { RegimeRow } from './laws';

/** Every body of rules the product knows, with how sure it is of each. */
export function Component() {
  const { t, i18n } = useTranslation();
  const [filters, setFilters] = useFilters('text', 'country', 'status', 'confidence');
  const [text, setText] = useState(filters.text);
  const search = useDebouncedCallback((value: string) => setFilters({ text: value }), 250);
  const list = usePages<RegimeRow>(['laws', filters], (cursor, signal) =>
    take(api.GET('/api/regimes', {
      params: {
        query: {
          cursor, text: filters.text || undefined, country: filters.country || undefined, status: (filters.status || undefined) as 'read' | undefined,
          confidence: (filters.confidence || undefined) as 'high' | undefined,
        },
      },
      signal,
    })),
  );
  const columns: Column<RegimeRow>[] = [
    {
      key: 'name', header: t('laws.name'), heading: true,
      cell: (row) => <><Anchor component={Link} to={`/laws/${row.id}`} size="sm">{row.name}</Anchor><Text size="xs" c="dimmed">{row.citation}</Text></>,
    },
    { key: 'countries', header: t('laws.countries'), cell: (row) => (row.countries.length ? row.countries.map((code) => countryName(code, i18n.language)).join(', ') : t('laws.byKind')) },
    { key: 'standing', header: t('laws.standing'), cell: (row) => <Standing row={row} /> },
    { key: 'status', header: t('laws.status'), cell: (row) => <StateBadge state={row.status === 'read' ? 'done' : 'none'} icon={row.status === 'read' ? 'check' : 'document'}>{t(`laws.statuses.${row.status}`)}</StateBadge> },
    { key: 'confidence', header: t('laws.confidence'), cell: (row) => t(`laws.confidences.${row.confidence}`) },
    { key: 'duties', header: t('laws.duties'), numeric: true, cell: (row) => row.duties },
    { key: 'until', header: t('laws.until'), extra: true, cell: (row) => (row.until ? dateWords(row.until, i18n.language) : '') },
  ];
  return (
    <>
      <KeysetTable
        id="laws"
        label={t('frame.laws')}
        columns={columns}
        rowKey={(row) => row.id}
        empty={t('laws.none')}
        {...list}
        toolbar={
          <>
            <TextInput type="search" label={t('laws.find')} value={text} leftSection={<Icon name="search" size={16} />}
              onChange={(event) => { setText(event.currentTarget.value); search(event.currentTarget.value); }} />
            <TextInput label={t('laws.country')} placeholder={t('laws.countryHint')} w={136} maxLength={6} value={filters.country} dir="ltr"
              onChange={(event) => setFilters({ country: event.currentTarget.value.toUpperCase() })} />
            <Select label={t('laws.status')} clearable placeholder={t('incidents.every')} value={filters.status || null} onChange={(status) => setFilters({ status: status ?? '' })}
              data={(['read', 'draft'] as const).map((value) => ({ value, label: t(`laws.statuses.${value}`) }))} />
            <Select label={t('laws.confidence')} clearable placeholder={t('incidents.every')} value={filters.confidence || null} onChange={(confidence) => setFilters({ confidence: confidence ?? '' })}
              data={(['high', 'medium', 'low'] as const).map((value) => ({ value, label: t(`laws.confidences.${value}`) }))} />
          </>
        }
      />
    </>
  );
}

export function Standing({ row }: { row: Pick<RegimeRow, 'standing' | 'in_force' | 'until'> }) {
  const { t, i18n } = useTranslation();
  const date = row.standing === 'ended' ? row.until : row.in_force;
  return (
    <>
      {t(`laws.standings.${row.standing}`)}
      {date && <Text size="xs" c="dimmed">{t(row.standing === 'ended' ? 'laws.untilDate' : 'laws.sinceDate', { date: dateWords(date, i18n.language) })}</Text>}
    </>
  );
}
