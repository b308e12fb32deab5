import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { TimeLeft } from '@/components/Clock';
import { ribbonQuery, stateOfClock } from '@/features/clocks/clocks';
import { useCan } from '@/features/session/me';
import classes from './Ribbon.module.css';

/** The next five clocks over everything the reader may see, on every page. */
export function Ribbon() {
  const { t } = useTranslation();
  const can = useCan();
  const clocks = useQuery({ ...ribbonQuery, enabled: can('read-incidents') });
  if (!clocks.data || clocks.data.items.length === 0) return null;
  return (
    <nav className={classes.ribbon} aria-label={t('frame.nextClocks')}>
      <ul>
        {clocks.data.items.map((clock) => (
          <li key={clock.id}>
            <Link to={`/?open=${clock.id}`} className={classes.clock} title={`${clock.incident_reference} · ${clock.law}, ${clock.citation}`}>
              <TimeLeft state={stateOfClock(clock.standing)} dueAt={clock.due_at} targetAt={clock.target_at} />
              <bdi className={classes.whom}>{clock.recipient_name || clock.what}</bdi>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
