import { Anchor, Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '@/api/client';
import { usePages } from '@/api/pages';
import { take } from '@/api/take';
import { KeysetTable, type Column } from '@/components/KeysetTable';
import { PageHead } from '@/components/PageHead';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { useFilters } from '@/lib/filters';
import { languageName } from '@/lib/names';
import { deliveryStates, stateOfDelivery, type OutboxItem } from './api';
import { Message } from './Message';

/** Every message that was written, sent or not. Of real incidents only how far it is; the letters of exercises can be read. */
export function Component() {
  const { t, i18n } = useTranslation();
  const [filter, setFilter] = useFilters('incident', 'circular', 'state', 'unsent');
  const incidents = useQuery({ queryKey: ['incidents', 'for-outbox'], queryFn: ({ signal }) => take(api.GET('/api/incidents', { params: { query: { limit: 200 } }, signal })) });
  const list = usePages<OutboxItem>(['outbox', 'list', filter], (cursor, signal) =>
    take(api.GET('/api/outbox', {
      params: { query: { cursor, incident: filter.incident || undefined, circular: filter.circular || undefined, state: filter.state || undefined, not_sent: filter.unsent ? true : undefined } },
      signal,
    })).then((page) => ({ items: page.items, next: page.next ?? '' })),
  );
  const columns: Column<OutboxItem>[] = [
    { key: 'subject', header: t('outbox.subject'), heading: true, cell: (row) => <bdi>{row.subject}</bdi> },
    { key: 'society', header: t('outbox.to'), cell: (row) => <bdi>{row.society || row.account}</bdi> },
    { key: 'incident', header: t('outbox.incident'), cell: (row) => (row.incident_id ? <Anchor component={Link} size="sm" to={`/incidents/${row.incident_id}/${row.circular_id ? 'societies' : 'tasks'}`}><bdi>{row.incident}</bdi></Anchor> : '') },
    { key: 'state', header: t('outbox.state'), cell: (row) => <State row={row} /> },
    { key: 'purpose', header: t('outbox.purpose'), cell: (row) => t(`outbox.purposes.${row.purpose}`) },
    { key: 'language', header: t('outbox.language'), extra: true, cell: (row) => languageName(row.language, i18n.language) },
    { key: 'attempts', header: t('outbox.attempts'), extra: true, numeric: true, cell: (row) => row.attempts },
    { key: 'at', header: t('outbox.written'), cell: (row) => <When at={row.queued_at} /> },
  ];

  return (
    <>
      <PageHead title={t('outbox.title')} lead={t('outbox.lead')} />
      <KeysetTable
        id="outbox"
        label={t('outbox.title')}
        columns={columns}
        rowKey={(row) => row.id}
        rowName={(row) => `${row.subject}, ${row.society || row.account}`}
        detail={(row) => <Message item={row} />}
        empty={filter.incident || filter.state || filter.unsent || filter.circular ? t('outbox.noneMatch') : t('outbox.empty')}
        {...list}
        toolbar={
          <>
            <Select label={t('outbox.incident')} clearable searchable placeholder={t('outbox.anyIncident')} value={filter.incident || null} w={256}
              data={(incidents.data?.items ?? []).map((each) => ({ value: each.id, label: `${each.reference} · ${each.title}` }))} onChange={(incident) => setFilter({ incident: incident ?? '', circular: '' })} />
            <Select label={t('outbox.state')} clearable placeholder={t('outbox.anyState')} value={filter.state || null} w={208}
              data={deliveryStates.map((value) => ({ value, label: t(`outbox.states.${value}`) }))} onChange={(state) => setFilter({ state: state ?? '' })} />
            <Select label={t('outbox.show')} allowDeselect={false} value={filter.unsent || 'all'} w={208}
              data={[{ value: 'all', label: t('outbox.everything') }, { value: 'yes', label: t('outbox.unsentOnly') }]} onChange={(unsent) => setFilter({ unsent: unsent === 'yes' ? 'yes' : '' })} />
          </>
        }
      />
    </>
  );
}

function State({ row }: { row: OutboxItem }) {
  const { t } = useTranslation();
  return (
    <>
      <StateBadge state={stateOfDelivery[row.state]} icon={row.state === 'held' ? 'outbox' : undefined}>{row.state === 'held' ? t('outbox.notSent') : t(`outbox.states.${row.state}`)}</StateBadge>
      {row.exercise && <Text size="xs" c="dimmed">{t('outbox.exercise')}</Text>}
    </>
  );
}
