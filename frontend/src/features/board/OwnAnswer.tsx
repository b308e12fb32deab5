import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { When } from '@/components/When';
import { useMe } from '@/features/session/me';
import { useAnswer, type Answer, type BoardRow } from './api';

const answers = ['acting', 'declined', 'call_me'] as const;

/** A focal point answers for the own society, signed in: the same two steps as behind the link of a letter. */
export function OwnAnswer({ incident, rows }: { incident: string; rows: BoardRow[] }) {
  const { t } = useTranslation();
  const me = useMe();
  const act = useAnswer(incident);
  const own = rows.filter((row) => row.society_id === me?.society_id);
  const send = (row: BoardRow, answer: Answer) => act.mutate({ circular: row.circular_id, answer });

  return own.map((row) => (
    <Section key={row.circular_id} title={t('board.own.title', { number: row.circular })}>
      <Stack gap="sm">
        {act.error && <ProblemBox problem={act.error} />}
        {row.answer ? (
          <Text size="sm" component="div">
            {t('board.own.answered')} <strong>{t(`board.standing.${row.answer}`)}</strong> · <When at={row.answered_at} />
            {row.code && <> · {t('board.code')} <bdi><strong>{row.code}</strong></bdi></>}
          </Text>
        ) : (
          <Text size="sm" component="div">{t('board.own.ask')} {t('board.askedBy')} <When at={row.answer_by} /></Text>
        )}
        <Group gap="xs">
          {!row.seen_at
            ? <Button loading={act.isPending} onClick={() => send(row, 'seen')}>{t('board.own.seen')}</Button>
            : answers.filter((answer) => answer !== row.answer).map((answer) => (
                <Button key={answer} variant={row.answer ? 'default' : 'filled'} loading={act.isPending} onClick={() => send(row, answer)}>{t(`board.own.${answer}`)}</Button>
              ))}
        </Group>
      </Stack>
    </Section>
  ));
}
