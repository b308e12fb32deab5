import { Anchor, Button, Text, TextInput } from '@mantine/core';
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
import { useFilters } from '@/lib/filters';
import { countryName, languageName } from '@/lib/names';
import type { Authority } from './api';
import { AuthorityCard } from './AuthorityCard';
import { Outside } from './Sources';

/** Who receives notices of a breach, by place; what nobody knows stays unknown. */
export function Component() {
  const { t, i18n } = useTranslation();
  const [filters, setFilters] = useFilters('text', 'place');
  const [text, setText] = useState(filters.text);
  const search = useDebouncedCallback((value: string) => setFilters({ text: value }), 250);
  const list = usePages<Authority>(['authorities', 'list', filters], (cursor, signal) =>
    take(api.GET('/api/authorities', { params: { query: { cursor, text: filters.text || undefined, jurisdiction: filters.place || undefined } }, signal })));
  const columns: Column<Authority>[] = [
    { key: 'name', header: t('filings.authority'), heading: true, cell: (row) => <><bdi>{row.name}</bdi>{row.depends_on && <Text size="xs" c="dimmed">{t('filings.dependsShort')}</Text>}</> },
    { key: 'place', header: t('filings.place'), cell: (row) => countryName(row.jurisdiction, i18n.language) },
    { key: 'laws', header: t('frame.laws'), cell: (row) => row.regimes.map((id, index) => <span key={id}>{index > 0 && ', '}<Anchor component={Link} to={`/laws/${id}`} size="sm">{id}</Anchor></span>) },
    { key: 'portal', header: t('filings.portal'), cell: (row) => (row.portal || row.website || row.finder ? <Outside to={row.portal || row.website || row.finder}>{t(row.portal ? 'filings.openPortal' : row.website ? 'filings.openWebsite' : 'filings.finderText')}</Outside> : <Text size="sm" c="dimmed">{t('common.notKnownYet')}</Text>) },
    { key: 'languages', header: t('filings.languages'), cell: (row) => row.languages.map((code) => languageName(code, i18n.language)).join(', ') },
    { key: 'confidence', header: t('laws.confidence'), extra: true, cell: (row) => t(`laws.confidences.${row.confidence}`) },
  ];
  return (
    <>
      <PageHead title={t('frame.authorities')} lead={t('filings.authoritiesLead')}
        actions={<Button component={Link} to="/societies?kind=authority" variant="default">{t('filings.ownAuthorities')}</Button>} />
      <KeysetTable
        id="authorities"
        label={t('frame.authorities')}
        columns={columns}
        rowKey={(row) => row.id}
        detail={(row) => <AuthorityCard authority={row} />}
        empty={t('filings.noneFound')}
        {...list}
        toolbar={
          <>
            <TextInput type="search" label={t('filings.find')} value={text} leftSection={<Icon name="search" size={16} />}
              onChange={(event) => { setText(event.currentTarget.value); search(event.currentTarget.value); }} />
            <TextInput label={t('filings.place')} placeholder={t('laws.countryHint')} w={136} maxLength={6} value={filters.place} dir="ltr"
              onChange={(event) => setFilters({ place: event.currentTarget.value.toUpperCase() })} />
          </>
        }
      />
    </>
  );
}
