import { Anchor, Button, Stack } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { Facts } from '@/components/Facts';
import { toast } from '@/components/Toasts';
import { When } from '@/components/When';
import { useCan } from '@/features/session/me';
import { languageName } from '@/lib/names';
import { useReissue, type BoardRow } from './api';

/** What one society got, what it said, and what happens next by itself. */
export function RowDetail({ incident, row }: { incident: string; row: BoardRow }) {
  const { t, i18n } = useTranslation();
  const can = useCan();
  const reissue = useReissue(incident);
  const [asked, setAsked] = useState(false);
  const items: [string, ReactNode][] = [[t('board.answerBy'), <When key="by" at={row.answer_by} />]];
  if (row.answered_by) items.push([t('board.answeredBy'), <bdi key="who">{row.answered_by}</bdi>]);
  if (row.code) items.push([t('board.code'), <bdi key="code">{row.code}</bdi>]);
  items.push([t('board.language'), row.language ? `${languageName(row.language, i18n.language)}${row.fallback ? ` · ${t('board.fallback')}` : ''}` : t('common.notKnownYet')]);
  const letters = t('board.messagesCount', { count: row.messages });
  items.push([t('board.messages'), can('read-outbox') ? <Anchor key="out" component={Link} size="sm" to={`/outbox?incident=${incident}&circular=${row.circular_id}`}>{letters}</Anchor> : letters]);
  if (row.next_chase_at && !row.answered_at) items.push([t('board.nextChase'), <When key="next" at={row.next_chase_at} />]);
  if (row.escalated_at) items.push([t('board.escalatedAt'), <When key="escalated" at={row.escalated_at} />]);

  return (
    <Stack gap="sm">
      <Facts items={items} />
      {can('request-sending') && row.messages > 0 && <div><Button size="xs" variant="default" onClick={() => setAsked(true)}>{t('board.reissue')}</Button></div>}
      <ConfirmWithReason opened={asked} onClose={() => setAsked(false)} title={row.society} action={t('board.reissue')}
        onConfirm={(why) => reissue.mutateAsync({ row, why }).then(() => toast(t('board.reissued')))}>{t('board.reissueText')}</ConfirmWithReason>
    </Stack>
  );
}
