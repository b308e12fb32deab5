import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { usePages } from '@/api/pages';
import { take } from '@/api/take';
import { KeysetTable, type Column } from '@/components/KeysetTable';
import { StateBadge } from '@/components/StateBadge';
import { ownZone } from '@/components/TimeField';
import { When } from '@/components/When';
import { useFilters } from '@/lib/filters';
import { languageName } from '@/lib/names';
import type { Enquiry, Words } from './api';
import { DetailDialog } from './DetailDialog';
import { numberOf, stateBadge, worryBadge } from './enquiries';

const states = ['open', 'routed', 'call-back', 'answered', 'done'] as const;

/** Every enquiry of the incident, newest first; nothing in it says who asked. */
export function EnquiryTable({ incident, words }: { incident: string; words: Words }) {
  const { t, i18n } = useTranslation();
  const [filter, setFilter] = useFilters('topic', 'worry', 'channel', 'state', 'owner');
  const [open, setOpen] = useState<string | null>(null);
  const query = Object.fromEntries(Object.entries(filter).filter(([, value]) => value)) as { state?: Enquiry['state'] };
  const list = usePages<Enquiry>(['enquiries', incident, 'list', query], (cursor, signal) =>
    take(api.GET('/api/incidents/{incident_id}/enquiries', { params: { path: { incident_id: incident }, query: { ...query, cursor } }, signal })).then((page) => ({ items: page.items, next: page.next ?? '' })));
  const label = (from: readonly { id: string; label: string }[], id: string) => from.find((each) => each.id === id)?.label ?? id;
  const columns: Column<Enquiry>[] = [
    { key: 'topic', header: t('enquiries.what'), heading: true, cell: (row) => <><bdi>{numberOf(row)}</bdi> · {label(words.topics, row.topic)}</> },
    { key: 'worry', header: t('enquiries.howAreThey'), cell: (row) => <StateBadge state={worryBadge[row.worry] ?? 'none'}>{label(words.worries, row.worry)}</StateBadge> },
    { key: 'state', header: t('enquiries.stateLabel'), cell: (row) => <StateBadge state={stateBadge[row.state]}>{t(`enquiries.state.${row.state}`)}</StateBadge> },
    { key: 'received', header: t('enquiries.received'), cell: (row) => <When at={row.received_at} zone={ownZone} /> },
    { key: 'channel', header: t('enquiries.how'), cell: (row) => t(`enquiries.channel.${row.channel}`) },
    { key: 'language', header: t('enquiries.theirLanguage'), cell: (row) => languageName(row.language, i18n.language) },
    { key: 'party', header: t('enquiries.society'), cell: (row) => row.party ? <bdi>{row.party}</bdi> : t('enquiries.ourselves') },
    { key: 'open', header: t('common.details'), cell: (row) => <Button size="compact-xs" variant="default" aria-label={`${t('enquiries.open')} ${numberOf(row)}`} onClick={() => setOpen(row.id)}>{t('enquiries.open')}</Button> },
  ];
  return (
    <>
      <KeysetTable id="enquiries" label={t('enquiries.all')} columns={columns} rowKey={(row) => row.id} rowName={numberOf}
        empty={Object.keys(query).length > 0 ? t('enquiries.noneMatch') : t('enquiries.empty')} {...list}
        toolbar={
          <>
            <Pick name="topic" header={t('enquiries.what')} data={words.topics.map((each) => ({ value: each.id, label: each.label }))} />
            <Pick name="worry" header={t('enquiries.howAreThey')} data={words.worries.map((each) => ({ value: each.id, label: each.label }))} />
            <Pick name="state" header={t('enquiries.stateLabel')} data={states.map((each) => ({ value: each, label: t(`enquiries.state.${each}`) }))} />
            <Pick name="channel" header={t('enquiries.how')} data={words.channels.map((each) => ({ value: each, label: t(`enquiries.channel.${each as 'telephone'}`) }))} />
            <Pick name="owner" header={t('enquiries.owner')} data={[{ value: 'me', label: t('tasks.me') }]} />
          </>
        }
      />
      {open && <DetailDialog incident={incident} words={words} id={open} onClose={() => setOpen(null)} />}
    </>
  );

  function Pick({ name, header, data }: { name: keyof typeof filter; header: string; data: { value: string; label: string }[] }) {
    return <Select label={header} clearable placeholder={t('enquiries.any')} w={168} value={filter[name] || null} data={data} onChange={(value) => setFilter({ [name]: value ?? '' })} />;
  }
}
