import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NotKnownYet } from '@/components/NotKnownYet';
import { Section } from '@/components/Section';
import { useFactLabels } from '@/features/facts/labels';
import { valueWords } from '@/features/facts/value';
import { useNow } from '@/lib/clock';
import classes from './Known.module.css';
import { differingFirst, type Compared, type Known } from './moments';

type Fact = Known['facts'][number];
const few = 12;

/** The facts as they were known, those that are another now first, and those that nobody knew. */
export function FactsThen({ found, at }: { found: Compared; at: string }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const rows = differingFirst(wholeFirst(found.facts, (row) => row.fact));
  const learnt = wholeFirst(found.learnt, (fact) => fact);
  const later = rows.filter(({ fact }) => !!fact.recorded_at && Date.parse(fact.recorded_at) > Date.parse(at)).length;
  const differ = rows.filter((row) => row.differs).length;
  const label = useFactLabels([...found.facts.map((row) => row.fact.key), ...found.learnt.map((fact) => fact.key)]);
  const shown = all ? rows : rows.slice(0, Math.max(few, differ));
  const beyond = all ? learnt : learnt.slice(0, few);
  return (
    <Section title={t('known.facts', { count: rows.length })}>
      {differ > 0 && <Text size="sm" c="dimmed" mb="xs">{t('known.factsDiffer', { count: differ })}</Text>}
      {later > 0 && <Text size="sm" c="dimmed" mb="xs">{t('known.enteredLater', { count: later })}</Text>}
      {rows.length === 0 && <Text size="sm">{t('known.noFacts')}</Text>}
      <ul className={classes.rows}>
        {shown.map(({ fact, now, differs }) => (
          <li key={fact.id} data-differs={differs}>
            <div>
              <Text size="sm">{label(fact.key)}</Text>
              {fact.subject && <Text size="xs" c="dimmed"><bdi>{fact.subject}</bdi></Text>}
            </div>
            <div>
              <Text size="sm" fw={550} component="div"><Value fact={fact} /></Text>
              {differs && <Text size="xs" component="div">{t('known.nowSays')} {now ? <Value fact={now} /> : <NotKnownYet />}</Text>}
            </div>
          </li>
        ))}
      </ul>
      {found.learnt.length > 0 && (
        <>
          <Text size="sm" fw={600} mt="md" mb={4} component="h3">{t('known.notThen', { count: found.learnt.length })}</Text>
          <ul className={classes.rows}>
            {beyond.map((fact) => (
              <li key={fact.id}>
                <div><Text size="sm">{label(fact.key)}</Text>{fact.subject && <Text size="xs" c="dimmed"><bdi>{fact.subject}</bdi></Text>}</div>
                <Text size="sm" className={classes.was} component="div">{t('known.nowSays')} <Value fact={fact} /></Text>
              </li>
            ))}
          </ul>
        </>
      )}
      {(shown.length < rows.length || beyond.length < found.learnt.length) && (
        <Button size="xs" variant="default" mt="sm" className="no-print" onClick={() => setAll(true)}>{t('known.showAll', { count: rows.length + found.learnt.length })}</Button>
      )}
    </Section>
  );
}

/** What is said of the whole incident before what is said of a party or a group. */
function wholeFirst<T>(rows: T[], fact: (row: T) => Fact): T[] {
  return [...rows.filter((row) => !fact(row).subject), ...rows.filter((row) => fact(row).subject)];
}

function Value({ fact }: { fact: Fact }) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const words = valueWords(fact.value, t, i18n.language, fact.zone, now);
  return words === null ? <NotKnownYet /> : <bdi>{words}</bdi>;
}
