import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { KeysetTable, type Column } from '@/components/KeysetTable';
import { Section } from '@/components/Section';
import { When } from '@/components/When';
import { partiesQuery } from '@/features/parties/api';
import { addressOfDocument, documentsQuery, type Document } from './api';

/** Everything that was handed in as proof in an incident; a society sees its own. */
export function DocumentList({ incident }: { incident: string }) {
  const { t, i18n } = useTranslation();
  const list = useQuery(documentsQuery(incident));
  const parties = useQuery(partiesQuery(incident));
  const names = new Map((parties.data?.items ?? []).map((each) => [each.id, each.name]));
  const columns: Column<Document>[] = [
    { key: 'name', header: t('documents.name'), heading: true, cell: (row) => (row.erased_at ? <>{t('documents.erased')} <When at={row.erased_at} /></> : <Anchor size="sm" href={addressOfDocument(row.id)} download><bdi>{row.name}</bdi></Anchor>) },
    { key: 'party', header: t('documents.party'), cell: (row) => <bdi>{row.party_id ? names.get(row.party_id) ?? '' : t('documents.whole')}</bdi> },
    { key: 'size', header: t('documents.size'), numeric: true, cell: (row) => t('documents.kilobytes', { size: Math.max(1, Math.round(row.size / 1024)).toLocaleString(i18n.language) }) },
    { key: 'added', header: t('documents.added'), cell: (row) => <When at={row.added_at} /> },
    { key: 'check', header: t('documents.check'), cell: (row) => <Text size="xs" c="dimmed" ff="monospace"><bdi dir="ltr">{row.sha256.slice(0, 16)}</bdi></Text> },
  ];
  return (
    <Section plain title={t('documents.title')}>
      <Text size="sm" c="dimmed" mb="sm" maw={640}>{t('documents.lead')}</Text>
      <KeysetTable id="documents" label={t('documents.title')} columns={columns} rows={list.data?.items} rowKey={(row) => row.id} problem={list.error ?? undefined} onRetry={() => void list.refetch()} empty={t('documents.none')} fixedColumns />
    </Section>
  );
}
