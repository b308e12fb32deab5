import { Anchor, Blockquote, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { KeysetTable, type Column } from '@/components/KeysetTable';
import { PageHead } from '@/components/PageHead';
import { StateBadge } from '@/components/StateBadge';
import { useCan } from '@/features/session/me';
import { dateWords } from '@/lib/time';
import { agreementsQuery, type AgreementRow } from './api';
import { TargetsSection } from './TargetsSection';

/** What the organisation has promised besides the law, and its own stricter targets. */
export function Component() {
  const { t, i18n } = useTranslation();
  const can = useCan();
  const list = useQuery(agreementsQuery);
  const columns: Column<AgreementRow>[] = [
    {
      key: 'name', header: t('agreements.name'), heading: true,
      cell: (row) => <><Anchor component={Link} to={`/agreements/${row.id}`} size="sm">{row.name}</Anchor><Text size="xs" c="dimmed">{row.citation}</Text></>,
    },
    { key: 'kind', header: t('agreements.kind'), cell: (row) => t(`agreements.kinds.${row.kind}`) },
    { key: 'binds', header: t('agreements.binds'), cell: (row) => row.binds.join('; ') },
    {
      key: 'standing', header: t('agreements.standing'),
      cell: (row) => (
        <div>
          <StateBadge state={row.standing === 'in_force' ? 'done' : 'none'}>{t(`agreements.standings.${row.standing}`)}</StateBadge>
          {row.standing !== 'none' && <Text size="xs" c="dimmed">{row.until ? t('agreements.sinceUntil', { from: dateWords(row.from, i18n.language), until: dateWords(row.until, i18n.language) }) : t('agreements.since', { from: dateWords(row.from, i18n.language) })}</Text>}
          {row.waiting && <Text size="xs"><StateBadge state="soon" icon="person">{t(row.waiting.mine ? 'agreements.waitsMine' : 'agreements.waits', { number: row.waiting.number })}</StateBadge></Text>}
        </div>
      ),
    },
    { key: 'duties', header: t('agreements.duties'), numeric: true, cell: (row) => row.duties },
  ];
  const nothing = list.data?.items.length === 0;
  return (
    <Stack gap="lg">
      <div>
        <PageHead title={t('agreements.title')} lead={t('agreements.lead')}
          actions={can('write-agreements') && !nothing && <Button component={Link} to="/agreements/new">{t('agreements.add')}</Button>} />
        <KeysetTable id="agreements" label={t('agreements.title')} columns={columns} rows={list.data?.items} problem={list.error} onRetry={() => void list.refetch()}
          rowKey={(row) => row.id} rowName={(row) => row.name} fixedColumns empty={<Empty mayWrite={can('write-agreements')} />} />
      </div>
      <TargetsSection />
    </Stack>
  );
}

/** Teaches with one example: what an agreement is, and what it becomes here. */
function Empty({ mayWrite }: { mayWrite: boolean }) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" maw={640}>
      <Title order={2}>{t('agreements.emptyTitle')}</Title>
      <Text size="sm">{t('agreements.emptyText')}</Text>
      <Blockquote p="md" cite={t('agreements.exampleTitle')}>{t('agreements.example')}</Blockquote>
      {mayWrite && (
        <Group gap="xs">
          <Button component={Link} to="/agreements/new?example=1">{t('agreements.startWithExample')}</Button>
          <Button component={Link} to="/agreements/new" variant="default">{t('agreements.startEmpty')}</Button>
        </Group>
      )}
    </Stack>
  );
}
