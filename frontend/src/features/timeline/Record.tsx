import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { usePages } from '@/api/pages';
import type { components } from '@/api/schema';
import { KeysetTable } from '@/components/KeysetTable';
import { When } from '@/components/When';
import { wordLabel } from '@/features/facts/value';
import { useMe } from '@/features/session/me';

type Event = components['schemas']['EventView'];

/** Entries of a chain, newest first: who did what to what, when and why. */
export function Record({ list, onWithdraw }: { list: ReturnType<typeof usePages<Event>>; onWithdraw?: (event: Event) => void }) {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <KeysetTable
      id="record"
      label={t('timeline.title')}
      columns={[
        { key: 'what', header: t('timeline.what'), heading: true, cell: (event: Event) => t(`timeline.operation.${event.operation}` as 'timeline.title', { defaultValue: wordLabel(event.operation) }) },
        { key: 'at', header: t('timeline.at'), cell: (event) => <When at={event.at} /> },
        { key: 'who', header: t('timeline.who'), cell: (event) => <bdi>{event.by.name || t(`timeline.actor.${event.actor}`)}</bdi> },
        { key: 'details', header: t('timeline.details'), cell: (event) => (event.manual ? (
          <>
            <ByHand entry={event.manual} />
            {onWithdraw && event.operation === 'add-timeline-entry' && event.by.id === me?.id && !event.manual.withdrawn && (
              <Button size="compact-xs" variant="subtle" className="no-print" onClick={() => onWithdraw(event)}>{t('timeline.entry.withdraw')}</Button>
            )}
          </>
        ) : <Text size="xs" c="dimmed"><bdi>{detailWords(event.details)}</bdi></Text>) },
        { key: 'why', header: t('timeline.why'), cell: (event) => event.why || (event.has_why ? <Text size="xs" c="dimmed">{t('timeline.hidden')}</Text> : '') },
        { key: 'seq', header: t('timeline.seq'), extra: true, cell: (event) => event.seq },
      ]}
      rowKey={(event) => String(event.seq)}
      empty={t('timeline.none')}
      {...list}
    />
  );
}

/** Written by hand: when it happened stands beside when it was written down, so that what is dated back can be seen to be. */
function ByHand({ entry }: { entry: NonNullable<Event['manual']> }) {
  const { t } = useTranslation();
  return (
    <>
      <Text size="sm" dir="auto" td={entry.withdrawn ? 'line-through' : undefined} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{entry.what}</Text>
      <Text size="xs" c="dimmed">{t('timeline.entry.happened')} <When at={entry.happened_at} /> ({entry.zone}) · {t('timeline.entry.from')} <bdi>{entry.source}</bdi>{entry.withdrawn ? ` · ${t('timeline.entry.withdrawn')}` : ''}</Text>
    </>
  );
}

function detailWords(details: { [key: string]: unknown } | null): string {
  return Object.entries(details ?? {})
    .map(([key, value]) => [wordLabel(key), plain(value)])
    .filter(([, words]) => words)
    .map(([key, words]) => `${key}: ${words}`)
    .join(' · ');
}

// A count or code of nothing says nothing, and a check value nothing to a reader. Ids name things that stand elsewhere; a list of them, or of entries, is told by its length.
function plain(value: unknown): string {
  if (value === null || value === '' || value === 0 || (Array.isArray(value) && value.length === 0) || /^[0-9a-f]{8}-[0-9a-f]{4}-|^[0-9a-f]{64}$/.test(String(value))) return '';
  if (Array.isArray(value)) return value.some((each) => typeof each === 'object' || /^[0-9a-f]{8}-/.test(String(each))) ? String(value.length) : value.join(', ');
  if (typeof value === 'object') return Object.entries(value).map(([key, each]) => [key, plain(each)]).filter(([, words]) => words).map(([key, words]) => `${wordLabel(key ?? '').toLowerCase()} ${words}`).join(', ');
  return String(value);
}
