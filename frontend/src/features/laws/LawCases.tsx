import { Button, Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '@/components/Facts';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { wordLabel } from '@/features/facts/value';
import { countryName } from '@/lib/names';
import { dateWords } from '@/lib/time';
import classes from './Laws.module.css';
import { casesQuery, type LawCase, type RegimeView } from './laws';
import { conditionWords } from './library';

const first = 4;
const marks = { required: ['late', 'flag'], not_required: ['none', 'none'], exempt: ['done', 'check'], undetermined: ['soon', 'question'], not_bound: ['none', 'none'] } as const;

/** The cases that guard this pack: what is given, and what must come out, else a release is refused. */
export function LawCases({ law }: { law: RegimeView }) {
  const { t } = useTranslation();
  const query = useQuery(casesQuery(law.id));
  const [all, setAll] = useState(false);
  const cases = query.data?.items;
  if (cases?.length === 0) return null;
  return (
    <Section title={cases ? t('laws.cases.title', { count: cases.length }) : t('laws.cases.name')}>
      {query.error ? <ProblemBox problem={query.error} onRetry={() => void query.refetch()} /> : !cases ? <Skeleton height={160} /> : (
        <>
          <Text size="sm" c="dimmed" mb="md" maw={720}>{t('laws.cases.text')}</Text>
          {(all ? cases : cases.slice(0, first)).map((each) => <Case key={each.name} law={law} of={each} />)}
          {!all && cases.length > first && <Button variant="default" size="xs" mt="sm" onClick={() => setAll(true)}>{t('laws.cases.all', { count: cases.length })}</Button>}
        </>
      )}
    </Section>
  );
}

function Case({ of, law }: { of: LawCase; law: RegimeView }) {
  const { t, i18n } = useTranslation();
  const words = (key: string) => law.questions[key] ?? wordLabel(key.replace(/^other\.[^.]+\./, ''));
  const value = (key: string, values: string[]) => values.map((each) => valueOf(key, each)).join(', ') || t('common.notKnownYet');
  const named = (given: LawCase['given'][number]) => (given.about === 'incident' ? t('laws.cases.incident') : given.about === 'facts' ? t('laws.cases.facts')
    : t(`laws.cases.${given.about}`, { name: given.name }));
  const dutyName = (id: string) => law.duty_list.find((duty) => duty.id === id)?.recipient_name || wordLabel(id);

  function valueOf(key: string, text: string): string {
    if (text === 'true') return t('common.yes');
    if (text === 'false') return t('common.no');
    if (key === 'country') return countryName(text, i18n.language);
    if (key === 'residence') return text.replace(/^[A-Z]{2}(-[A-Z]+)?/, (code) => countryName(code, i18n.language));
    return /^\d{4}-\d{2}-\d{2}T/.test(text) ? momentWords(text, i18n.language) : /^[a-z][a-z_-]*$/.test(text) ? wordLabel(text) : text;
  }

  return (
    <details className={classes.case}>
      <summary>{of.name}</summary>
      <Text size="xs" c="dimmed" mb="xs">{of.source}{of.as_if && ` · ${t('laws.cases.asIf', { date: dateWords(of.as_if, i18n.language) })}`}</Text>
      <div className={classes.caseParts}>
        <div>
          <Title order={3} mb={4}>{t('laws.cases.given')}</Title>
          <Facts
            items={of.given.map((given, index) => [
              `${named(given)}${index > 0 && of.given.findIndex((other) => named(other) === named(given)) < index ? ` (${index})` : ''}`,
              <ul key={index} className={classes.bare}>{given.facts.map((fact) => <li key={fact.key}>{words(fact.key)}: <bdi>{value(fact.key, fact.values)}</bdi></li>)}</ul>,
            ])}
          />
        </div>
        <div>
          <Title order={3} mb={4}>{t('laws.cases.expect')}</Title>
          <ul className={classes.bare}>
            {of.expect.map((answer, index) => (
              <li key={index}>
                <StateBadge state={marks[answer.outcome][0]} icon={marks[answer.outcome][1]}>{t(`incidents.outcome.${answer.outcome}`)}</StateBadge>{' '}
                {t('laws.tell', { whom: dutyName(answer.duty_id) })}
                {answer.jurisdiction && ` (${countryName(answer.jurisdiction, i18n.language)})`}
                {(answer.due_at || answer.no_due || answer.needs.length > 0) && (
                  <Text size="xs" c="dimmed">
                    {answer.due_at ? t('laws.cases.due', { at: momentWords(answer.due_at, i18n.language) }) : answer.no_due && answer.outcome === 'required' ? t('laws.cases.noDue') : ''}
                    {answer.needs.length > 0 && t('laws.cases.needs', { facts: answer.needs.map((key) => conditionWords(words(key), law.questions)).join('; ') })}
                  </Text>
                )}
              </li>
            ))}
          </ul>
        </div>
      </div>
    </details>
  );
}

/** The wall time and offset that the author of the case wrote, so that both sides of a limit can be compared by eye. */
function momentWords(text: string, language: string): string {
  const [, day, time, offset] = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2})?)(.*)$/.exec(text) ?? [];
  if (!day || !time) return text;
  return `${dateWords(day, language)}, ${time.replace(/:00$/, (zero) => (time.length > 5 ? '' : zero))} (${offset === 'Z' || !offset ? 'UTC' : `UTC${offset.replace('-', '−')}`})`;
}
