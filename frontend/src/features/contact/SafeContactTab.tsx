import { Select, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery, keepPreviousData } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { KeysetTable, type Column } from '@/components/KeysetTable';
import { NotKnownYet } from '@/components/NotKnownYet';
import { Parts } from '@/components/Parts';
import { RangeCount } from '@/components/RangeCount';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { useIncident } from '@/features/incidents/incident';
import { useCan } from '@/features/session/me';
import { useFilters } from '@/lib/filters';
import { dateWords } from '@/lib/time';
import { listGroups, type ContactGroup } from './api';
import { GroupDetail } from './GroupDetail';
import { Overrides } from './Overrides';
import { Summary } from './Summary';

const kinds = ['unanswered', 'can_hurt', 'harmless', 'do_not_contact', 'review_due'] as const;

/** How each group can be told: the first question first, what blocks, and who decided. */
export function Component() {
  const { t, i18n } = useTranslation();
  const incident = useIncident().id;
  const can = useCan();
  const [filters, setFilters] = useFilters('show', 'text');
  const [text] = useDebouncedValue(filters.text, 250);
  const show = (kinds as readonly string[]).includes(filters.show) ? (filters.show as 'unanswered') : undefined;
  const query = useInfiniteQuery({
    queryKey: ['incidents', incident, 'contact', 'groups', show, text],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => listGroups(incident, { cursor: pageParam, show, text: text || undefined }, signal),
    getNextPageParam: (page) => page.next || undefined,
    placeholderData: keepPreviousData,
  });
  const columns: Column<ContactGroup>[] = [
    { key: 'group', header: t('contact.group'), heading: true, cell: (row) => <bdi>{row.name}</bdi> },
    { key: 'harm', header: t('contact.harm'), cell: (row) => (row.plan && row.plan.harm !== 'unknown' ? <strong>{t(`contact.harmAnswers.${row.plan.harm}`)}</strong> : <NotKnownYet />) },
    { key: 'ways', header: t('contact.ways'), cell: (row) => <SafeWays row={row} /> },
    {
      key: 'review', header: t('contact.doNotContact'),
      cell: (row) => row.plan?.do_not_contact && (
        <StateBadge state={row.review_due ? 'soon' : 'stopped'}>
          {row.review_due ? t('contact.reviewDue') : t('contact.reviewBy', { day: dateWords(row.plan.do_not_contact.review_on, i18n.language) })}
        </StateBadge>
      ),
    },
    { key: 'people', header: t('contact.people'), numeric: true, cell: (row) => <RangeCount range={row.count} unit="count" /> },
  ];
  return (
    <Parts>
      <Section plain title={t('contact.title')}>
        <Text size="sm" c="dimmed" mb="sm" maw={640}>{t('contact.lead')}</Text>
        <Summary summary={query.data?.pages[0]?.summary} onShow={(next) => setFilters({ show: next })} />
        <KeysetTable
          id="contact" label={t('contact.title')} columns={columns} fixedColumns
          rows={query.data?.pages.flatMap((page) => page.items)} rowKey={(row) => row.group_id} rowName={(row) => row.name}
          problem={query.error ?? undefined} onRetry={() => void query.refetch()} onMore={query.hasNextPage ? () => void query.fetchNextPage() : undefined} loadingMore={query.isFetchingNextPage}
          detail={(row) => <GroupDetail incident={incident} row={row} />}
          empty={show || text ? t('contact.noneHere') : t('contact.empty')}
          toolbar={
            <>
              <TextInput type="search" label={t('contact.find')} value={filters.text} w={256} onChange={(event) => setFilters({ text: event.currentTarget.value })} />
              <Select label={t('contact.show')} clearable placeholder={t('contact.all')} value={show ?? null} w={224} data={kinds.map((value) => ({ value, label: t(`contact.shown.${value}`) }))}
                onChange={(next) => setFilters({ show: next ?? '' })} />
            </>
          }
        />
      </Section>
      {can('set-contact-plans') && <Overrides incident={incident} />}
    </Parts>
  );
}

/** The ways that may be used, in the plan's order. */
function SafeWays({ row }: { row: ContactGroup }) {
  const { t } = useTranslation();
  const order = row.plan?.channels ?? [];
  const place = (channel: string) => (order.indexOf(channel as 'email') + 1 || order.length + 1);
  const usable = row.channels.filter((way) => way.allowed).sort((a, b) => place(a.channel) - place(b.channel));
  if (usable.length === 0) return <StateBadge state="stopped">{t('contact.noWay')}</StateBadge>;
  return <>{usable.map((way) => t(`contact.channels.${way.channel}`)).join(', ')}</>;
}
