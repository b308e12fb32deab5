import { Anchor, Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import type { BoardRow } from './api';
import classes from './Board.module.css';
import { needOf, standingOf, stateOfStanding } from './state';

const atFirst = 10;

/** Who has not answered: first those who need somebody now, with what to do, then those whom the chase still has. */
export function Missing({ rows }: { rows: BoardRow[] }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const needs = rows.filter((row) => needOf(row) !== null);
  const waiting = rows.filter((row) => !row.answered_at && needOf(row) === null);
  if (needs.length === 0 && waiting.length === 0) return null;
  const shown = all ? needs : needs.slice(0, atFirst);

  return (
    <Section title={t('board.missing')}>
      <Stack gap="md">
        {needs.length > 0 && (
          <div>
            <Text fw={600} size="sm">{t('board.needs', { count: needs.length })}</Text>
            <ul className={classes.needs}>
              {shown.map((row) => {
                const need = needOf(row)!;
                const standing = standingOf(row);
                return (
                  <li key={row.society_id + row.circular_id}>
                    <span className={classes.name}><bdi>{row.society}</bdi></span>
                    <span><StateBadge state={stateOfStanding[standing]} icon={need === 'call_me' || need === 'no_contact' ? 'phone' : undefined}>{t(`board.standing.${standing}`)}</StateBadge></span>
                    <span>{t(`board.do.${need}`)}</span>
                    <Anchor component={Link} to={`/societies/${row.society_id}`} size="sm" aria-label={t('board.contactsOf', { name: row.society })}>{t('board.contacts')}</Anchor>
                  </li>
                );
              })}
            </ul>
            {needs.length > atFirst && !all && <Button size="xs" mt="xs" variant="default" onClick={() => setAll(true)}>{t('board.showAll', { count: needs.length })}</Button>}
          </div>
        )}
        {waiting.length > 0 && <Waiting rows={waiting} />}
      </Stack>
    </Section>
  );
}

function Waiting({ rows }: { rows: BoardRow[] }) {
  const { t } = useTranslation();
  const soonest = rows.map((row) => row.answer_by).filter((each) => each !== null).sort()[0];
  return (
    <div>
      <Text fw={600} size="sm">{t('board.inTime', { count: rows.length })}</Text>
      {soonest && <Text size="sm" c="dimmed" component="div">{t('board.askedBy')} <When at={soonest} /></Text>}
      <ul className={classes.inTime}>
        {rows.map((row) => <li key={row.society_id + row.circular_id}><bdi>{row.society}</bdi>{row.seen_at ? ` (${t('board.standing.seen').toLowerCase()})` : ''}</li>)}
      </ul>
    </div>
  );
}
