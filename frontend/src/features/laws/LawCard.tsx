import { Anchor, Group, Text, Title } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { StateBadge } from '@/components/StateBadge';
import { wordLabel } from '@/features/facts/value';
import { dateWords } from '@/lib/time';
import classes from './Laws.module.css';
import { predecessors } from './library';
import type { LibraryDuty, Regime } from './laws';

/** One law among others: whether it holds today, whom it wants told, by when, and what was law before. */
export function LawCard({ law, byId, asks }: { law: Regime; byId: Map<string, Regime>; asks?: 'establishment' | 'residence' }) {
  const { t, i18n } = useTranslation();
  const questions = law.links.filter((link) => !asks || link.by === asks).flatMap((link) => link.asks);
  const before = predecessors(law, byId);
  // One law may stand under many states.
  const name = useId();
  return (
    <article className={classes.law} aria-labelledby={name}>
      <div className={classes.lawHead}>
        <div>
          <Title order={3} id={name}><Anchor component={Link} to={`/laws/${law.id}`} inherit>{law.name}</Anchor></Title>
          <Text size="xs" c="dimmed">{law.citation}</Text>
        </div>
        <Group gap="xs"><StandingBadge law={law} /><Sure confidence={law.confidence} /></Group>
      </div>
      {!law.for_societies && <Text size="sm" mt={6}>{t('laws.notForSocieties')}</Text>}
      {questions.length > 0 && <Text size="sm" mt={6}>{t('laws.onlyIf', { question: questions.join(' ') })}</Text>}
      {law.duty_list.length === 0 ? (
        <Text size="sm" mt={8}>{t('laws.noDuties')}</Text>
      ) : (
        <ul className={classes.duties}>{law.duty_list.map((duty) => <DutyLine key={duty.id} duty={duty} law={law} />)}</ul>
      )}
      {before.length > 0 ? (
        <Text size="sm" mt={8}>
          {t('laws.replaces')}{' '}
          {before.map((old, index) => (
            <span key={old.id}>
              {index > 0 && ', '}
              <Anchor component={Link} to={`/laws/${old.id}`} size="sm">{old.name}</Anchor>
              {old.until && ` (${t('laws.untilDate', { date: dateWords(old.until, i18n.language) })})`}
            </span>
          ))}
        </Text>
      ) : law.before_text ? <Text size="sm" mt={8}>{t('laws.beforeThat', { text: law.before_text })}</Text> : null}
    </article>
  );
}

function DutyLine({ duty, law }: { duty: LibraryDuty; law: Regime }) {
  const { t, i18n } = useTranslation();
  const own = duty.standing !== law.standing;
  return (
    <li className={classes.duty}>
      <span>{duty.recipient_name || t(`incidents.recipient.${duty.recipient}`)}</span>
      <span>
        <span className={classes.limit}>{duty.unit === 'none' ? t('laws.prompt') : duty.deadline}</span>
        {duty.unit !== 'none' && duty.clock_starts && <span className={classes.quiet}> {duty.clock_starts === 'other' ? t('laws.fromOther') : t('laws.from', { start: wordLabel(duty.clock_starts).toLowerCase() })}</span>}
      </span>
      <span className={classes.quiet}>
        {duty.trigger_text}
        {own && ` · ${t(`laws.standings.${duty.standing}`)}${duty.in_force && duty.standing === 'not_yet' ? ` ${t('laws.sinceDate', { date: dateWords(duty.in_force, i18n.language) })}` : ''}`}
        {duty.confidence === 'low' && law.confidence !== 'low' && <> <Sure confidence="low" /></>}
      </span>
    </li>
  );
}

export function StandingBadge({ law }: { law: Pick<Regime, 'standing' | 'in_force' | 'until'> }) {
  const { t, i18n } = useTranslation();
  const on = (date: string) => dateWords(date, i18n.language);
  switch (law.standing) {
    case 'in_force':
      return law.until
        ? <StateBadge state="soon" icon="clock">{t('laws.untilDateLong', { date: on(law.until) })}</StateBadge>
        : <StateBadge state="in_time" icon="check">{t('laws.inForceSince', { date: on(law.in_force) })}</StateBadge>;
    case 'not_yet':
      return <StateBadge state="soon" icon="clock">{t('laws.beginsOn', { date: on(law.in_force) })}</StateBadge>;
    case 'ended':
      return <StateBadge state="none" icon="none">{law.until ? t('laws.endedOn', { date: on(law.until) }) : t('laws.standings.ended')}</StateBadge>;
  }
  return <StateBadge state="none" icon="none">{t('laws.standings.never')}</StateBadge>;
}

/** High confidence needs no word; what is less sure says so. */
export function Sure({ confidence }: { confidence: string }) {
  const { t } = useTranslation();
  if (confidence === 'low') return <StateBadge state="soon" icon="question">{t('laws.lowConfidence')}</StateBadge>;
  return null;
}
