import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import type { Way } from './api';
import classes from './Contact.module.css';

/** Every way with what is against it, and what binds whoever tells them. Where one thing blocks them all it is said once. */
export function Ways({ ways }: { ways: Way[] }) {
  const { t } = useTranslation();
  const [first] = ways;
  const same = !!first && ways.every((way) => !way.allowed && way.rule === first.rule);
  const usable = ways.filter((way) => way.allowed);
  const speaking = usable.length > 0 ? usable : ways;
  const unsaid = [...new Set(speaking.flatMap((way) => way.must_not_say))];
  const opening = speaking.find((way) => way.first_sentence)?.first_sentence;
  return (
    <div>
      {same ? (
        <Text size="sm"><StateBadge state="stopped">{t('contact.allBlocked')}</StateBadge> {first.why} <Source way={first} /></Text>
      ) : (
        <ul className={classes.ways} aria-label={t('contact.whatBlocks')}>
          {[...usable, ...ways.filter((way) => !way.allowed)].map((way) => (
            <li key={way.channel} className={classes.way}>
              <strong>{t(`contact.channels.${way.channel}`)}</strong>
              {way.allowed ? <StateBadge state="done">{t('contact.allowed')}</StateBadge> : way.not_before ? <StateBadge state="soon">{t('contact.notBefore')}</StateBadge> : <StateBadge state="stopped">{t('contact.blocked')}</StateBadge>}
              <span className={classes.why}>{way.not_before ? <>{t('contact.nextHour')} <When at={way.not_before} /></> : !way.allowed || way.rule === 'override' ? way.why : ''} <Source way={way} /></span>
            </li>
          ))}
        </ul>
      )}
      {opening && <Text size="sm" mt="sm"><strong>{t('contact.firstSentence')}:</strong> <q>{opening}</q></Text>}
      {unsaid.length > 0 && (
        <>
          <Text size="sm" mt="sm" fw={600}>{t('contact.mustNotSay')}</Text>
          <ul className={classes.unsaid}>{unsaid.map((each) => <li key={each}><bdi>{each}</bdi></li>)}</ul>
        </>
      )}
    </div>
  );
}

function Source({ way }: { way: Way }) {
  return way.citation && !way.allowed ? <Text span size="xs" c="dimmed"><bdi>({way.citation})</bdi></Text> : null;
}
