import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { NotKnownYet } from '@/components/NotKnownYet';
import { RangeCount } from '@/components/RangeCount';
import { When } from '@/components/When';
import { currentFactsQuery } from '@/features/facts/api';
import { valueWords } from '@/features/facts/value';
import { useNow } from '@/lib/clock';
import type { Incident } from './incident';
import classes from './IncidentFacts.module.css';

const times = ['occurred_at', 'detected_at', 'aware_at', 'public_at', 'contained_at'] as const;
const states = [['exfiltrated', 'exfiltrated'], ['leaked_publicly', 'leaked'], ['service_impact', 'service']] as const;

/** What stands at the head of the incident: its times, how many people, and the three states everybody asks about. */
export function IncidentFacts({ incident }: { incident: Incident }) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const facts = useQuery(currentFactsQuery(incident.id));
  const value = (key: string) => facts.data?.items.find((fact) => fact.key === key)?.value;
  return (
    <dl className={classes.facts}>
      <div className={classes.people}>
        <dt>{t('incidents.people')}</dt>
        <dd><RangeCount range={incident.people} /></dd>
      </div>
      {times.map((key) => {
        const moment = incident.moments.find((each) => each.key === key);
        return (
          <div key={key}>
            <dt>{t(`incidents.moments.${key}`)}</dt>
            <dd><When at={moment?.at} zone={moment?.zone} /></dd>
          </div>
        );
      })}
      {states.map(([key, name]) => (
        <div key={key}>
          <dt>{t(`incidents.${name}`)}</dt>
          <dd>{valueWords(value(key), t, i18n.language, '', now) ?? <NotKnownYet />}</dd>
        </div>
      ))}
    </dl>
  );
}
