import { Select, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { KeysetTable, type Column } from '@/components/KeysetTable';
import { Parts } from '@/components/Parts';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { useCan } from '@/features/session/me';
import { useFilters } from '@/lib/filters';
import { countryName } from '@/lib/names';
import { boardQuery, type BoardRow } from './api';
import { Funnel } from './Funnel';
import { Missing } from './Missing';
import { OwnAnswer } from './OwnAnswer';
import { filters, matches, standingOf, stateOfStanding } from './state';
import { RowDetail } from './RowDetail';
import { Uncertain } from './Uncertain';

/** What each society has got and answered, all at once. */
export function BoardPanel({ incident }: { incident: string }) {
  const { t, i18n } = useTranslation();
  const can = useCan();
  const [filter, setFilter] = useFilters('state', 'letter');
  const { data, error, isPending, refetch } = useQuery(boardQuery(incident));
  if (isPending) return <Stack><Skeleton height={200} /><Skeleton height={320} /></Stack>;
  if (error && !data) return <ProblemBox problem={error} onRetry={() => void refetch()} />;
  if (data.items.length === 0) return <Section title={t('board.title')}><Text size="sm" c="dimmed" maw={640}>{t('board.empty')}</Text></Section>;

  const letters = [...new Set(data.items.map((row) => row.circular))].sort((a, b) => b - a);
  const rows = data.items.filter((row) => matches(row, filter.state) && (!filter.letter || String(row.circular) === filter.letter));
  const columns: Column<BoardRow>[] = [
    { key: 'society', header: t('board.society'), heading: true, cell: (row) => <bdi>{row.society}</bdi> },
    { key: 'country', header: t('board.country'), extra: true, cell: (row) => countryName(row.country, i18n.language) },
    { key: 'circular', header: t('board.circular'), extra: letters.length < 2, numeric: true, cell: (row) => row.circular },
    { key: 'state', header: t('board.state'), cell: (row) => <Standing row={row} /> },
    { key: 'sent', header: t('board.stage.sent'), cell: (row) => <Maybe at={row.sent_at} /> },
    { key: 'delivered', header: t('board.stage.delivered'), cell: (row) => <Maybe at={row.delivered_at} /> },
    { key: 'seen', header: t('board.stage.seen'), cell: (row) => <Maybe at={row.seen_at} /> },
    { key: 'acknowledged', header: t('board.stage.acknowledged'), cell: (row) => <Maybe at={row.answered_at} /> },
    { key: 'answerBy', header: t('board.answerBy'), extra: true, cell: (row) => <Maybe at={row.answer_by} /> },
  ];

  return (
    <Parts>
      {can('acknowledge') && <OwnAnswer incident={incident} rows={data.items} />}
      <Missing rows={data.items} />
      <Uncertain incident={incident} />
      <Section title={t('board.far')}><Funnel counts={data.counts} /></Section>
      <Section title={t('board.all', { count: data.items.length })} plain>
        <KeysetTable
          id="board"
          label={t('board.all', { count: data.items.length })}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.society_id + row.circular_id}
          rowName={(row) => row.society}
          detail={(row) => <RowDetail incident={incident} row={row} />}
          empty={t('board.noneMatch')}
          toolbar={
            <>
              <Select label={t('board.filter')} clearable placeholder={t('board.everybody')} value={filter.state || null}
                data={filters.map((value) => ({ value, label: `${t(`board.filters.${value}`)} (${data.items.filter((row) => matches(row, value)).length})` }))}
                onChange={(state) => setFilter({ state: state ?? '' })} w={256} />
              {letters.length > 1 && (
                <Select label={t('board.circular')} clearable placeholder={t('board.allLetters')} value={filter.letter || null}
                  data={letters.map((number) => ({ value: String(number), label: t('board.number', { number }) }))} onChange={(letter) => setFilter({ letter: letter ?? '' })} w={160} />
              )}
            </>
          }
        />
      </Section>
    </Parts>
  );
}

function Standing({ row }: { row: BoardRow }) {
  const { t } = useTranslation();
  const standing = standingOf(row);
  return <StateBadge state={stateOfStanding[standing]}>{t(`board.standing.${standing}`)}</StateBadge>;
}

// A step that has not happened leaves its cell empty, so that what has happened is seen at a glance; the state is in words beside it.
function Maybe({ at }: { at: string | null }) {
  return at ? <When at={at} /> : null;
}
