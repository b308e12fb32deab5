import { Progress as Bar, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Worklist } from './api';

const left = new Set(['', 'not_reached', 'call_back']);

/** How many people of a list there is nothing left to do for. */
export const doneOf = (list: Worklist) => Object.entries(list.outcomes).reduce((sum, [outcome, count]) => sum + (left.has(outcome) ? 0 : count), 0);

/** The progress of a list in numbers, without a name. */
export function Progress({ list }: { list: Worklist }) {
  const { t } = useTranslation();
  const done = doneOf(list);
  const parts = Object.entries(list.outcomes).filter(([outcome]) => outcome).map(([outcome, count]) => t('worklists.part', { count, outcome: t(`worklists.outcome.${outcome as 'told'}`) }));
  return (
    <div style={{ minWidth: 160 }}>
      <Bar value={list.people_count ? (100 * done) / list.people_count : 100} aria-label={t('worklists.doneOf', { done, all: list.people_count })} size="sm" />
      <Text size="xs" c="dimmed" mt={2}>{parts.length > 0 ? parts.join(' · ') : t('worklists.nothingYet')}</Text>
    </div>
  );
}
