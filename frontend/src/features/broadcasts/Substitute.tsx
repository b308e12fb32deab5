import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { KeysetTable, type Column } from '@/components/KeysetTable';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { coverageGroupsQuery } from '@/features/dispatches/api';
import type { Broadcast } from './api';

/** Groups with people who were not reached, and what stands for them in public: GDPR Art. 34(3)(c). */
export function Substitute({ incident, broadcasts }: { incident: string; broadcasts: Broadcast[] }) {
  const { t, i18n } = useTranslation();
  const coverage = useQuery(coverageGroupsQuery(incident, { share: 'unreached' }));
  const rows = coverage.data?.items;
  type Row = NonNullable<typeof rows>[number];
  const standing = (row: Row) => broadcasts.filter((each) => !each.withdrawn_at && each.group_ids.includes(row.group_id));
  const columns: Column<Row>[] = [
    { key: 'group', header: t('broadcasts.group'), heading: true, cell: (row) => (row.group ? <bdi>{row.group}</bdi> : <><bdi>{row.party}</bdi> · {t('broadcasts.noGroup')}</>) },
    { key: 'unreached', header: t('broadcasts.unreached'), numeric: true, cell: (row) => row.unreached.toLocaleString(i18n.language) },
    { key: 'by', header: t('broadcasts.standsFor'), cell: (row) => (standing(row).length > 0
      ? standing(row).map((each) => `${t(`broadcasts.kind.${each.kind}`)}, ${each.area}`).join(' · ')
      : <StateBadge state="soon">{t('broadcasts.nothingStands')}</StateBadge>) },
  ];
  return (
    <Section plain title={t('broadcasts.substitute')}>
      <Text size="sm" c="dimmed" mb="sm" maw={640}>{t('broadcasts.substituteLead')}</Text>
      <KeysetTable id="substitute" label={t('broadcasts.substitute')} columns={columns} rows={rows} rowKey={(row) => `${row.party_id}${row.group_id}`} problem={coverage.error ?? undefined}
        onRetry={() => void coverage.refetch()} empty={t('broadcasts.everybodyReached')} fixedColumns />
    </Section>
  );
}
