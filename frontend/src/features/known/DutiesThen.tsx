import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '@/components/Section';
import { When } from '@/components/When';
import { outcomes, type DeterminationRow } from '@/features/decisions/determination';
import { OutcomeBadge } from '@/features/decisions/OutcomeBadge';
import { useNow } from '@/lib/clock';
import { instantWords } from '@/lib/time';
import classes from './Known.module.css';
import { differingFirst, type Compared, type Known } from './moments';

const few = 12;

/** Who had to be told, as it stood: how many duties by their answer, and which are another now. */
export function DutiesThen({ found, then, now, zone }: { found: Compared; then: Known; now: Known; zone: string }) {
  const { t, i18n } = useTranslation();
  const clock = useNow();
  const [all, setAll] = useState(false);
  const rows = differingFirst(found.duties);
  const differ = rows.filter((row) => row.differs).length;
  const shown = all ? rows : rows.slice(0, few);
  const added = all ? found.added : found.added.slice(0, few);
  const day = (at: string) => {
    const words = instantWords(at, zone, i18n.language, clock);
    return `${words.day}, ${words.time} ${words.place}`;
  };
  return (
    <Section title={t('known.duties')}>
      {then.run === 0 && <Text size="sm">{t('known.noRunText')}</Text>}
      {then.run > 0 && (
        <dl className={classes.counts}>
          {outcomes.map((outcome) => {
            const [before, after] = [then.outcomes[outcome] ?? 0, now.outcomes[outcome] ?? 0];
            return (
              <div key={outcome}>
                <dt>{t(`incidents.outcome.${outcome}`)}</dt>
                <dd>{before}{before !== after && <small> {t('known.countNow', { count: after })}</small>}</dd>
              </div>
            );
          })}
        </dl>
      )}
      {then.run > 0 && differ + found.added.length === 0 && <Text size="sm" c="dimmed" mb="xs">{t('known.dutiesSame')}</Text>}
      <ul className={classes.rows}>
        {shown.map(({ duty, now: other, differs }) => (
          <li key={duty.id} data-differs={differs}>
            <Duty duty={duty} />
            <div>
              <OutcomeBadge outcome={duty.effective} />
              {duty.due_at && <Text size="xs" component="div">{t('common.dueWord')} <When at={duty.due_at} zone={duty.zone} /></Text>}
              {differs && (
                <Text size="xs" component="div">
                  {t('known.nowSays')} {other ? t(`incidents.outcome.${other.effective}`) : t('known.notOwedNow')}
                  {other?.due_at && other.due_at !== duty.due_at && <>, {t('common.due', { when: day(other.due_at) })}</>}
                </Text>
              )}
            </div>
          </li>
        ))}
      </ul>
      {found.added.length > 0 && then.run > 0 && (
        <>
          <Text size="sm" fw={600} mt="md" mb={4} component="h3">{t('known.addedSince', { count: found.added.length })}</Text>
          <ul className={classes.rows}>
            {added.map((duty) => <li key={duty.id}><Duty duty={duty} /><OutcomeBadge outcome={duty.effective} /></li>)}
          </ul>
        </>
      )}
      {(shown.length < rows.length || (then.run > 0 && added.length < found.added.length)) && (
        <Button size="xs" variant="default" mt="sm" className="no-print" onClick={() => setAll(true)}>{t('known.showAll', { count: rows.length + found.added.length })}</Button>
      )}
    </Section>
  );
}

function Duty({ duty }: { duty: DeterminationRow }) {
  return (
    <div>
      <Text size="sm"><bdi>{duty.law}</bdi></Text>
      <Text size="xs" c="dimmed"><bdi>{duty.party}</bdi> · {duty.citation}</Text>
    </div>
  );
}
