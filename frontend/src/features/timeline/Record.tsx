import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { usePages } from '@/api/pages';
import type { components } from '@/api/schema';
import { KeysetTable } from '@/components/KeysetTable';
import { When } from '@/components/When';
import { wordLabel } from '@/features/facts/value';
import { useMe } from '@/features/session/me';
import { useNow } from '@/lib/clock';
import { detailWords } from './details';

type Event = components['schemas']['EventView'];

/** Entries of a chain, newest first: who did what to what, when and why. */
export function Record({ list, onWithdraw }: { list: ReturnType<typeof usePages<Event>>; onWithdraw?: (event: Event) => void }) {
  const { t, i18n } = useTranslation();
  const now = useNow();
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
        ) : <Text size="xs" c="dimmed"><bdi>{detailWords(event.details, t, i18n.language, now)}</bdi></Text>) },
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
