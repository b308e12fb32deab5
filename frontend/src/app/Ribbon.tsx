import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { TimeLeft } from '@/components/Clock';
import { ribbonQuery, stateOfClock, together } from '@/features/clocks/clocks';
import { useCan } from '@/features/session/me';
import { capital } from '@/lib/words';
import classes from './Ribbon.module.css';

/** The next five clocks over everything the reader may see, on every page. */
export function Ribbon() {
  const { t } = useTranslation();
  const can = useCan();
  const clocks = useQuery({ ...ribbonQuery, enabled: can('read-incidents') });
  // What has no time at all cannot be the next; it stands on the clocks page.
  const next = together((clocks.data?.items ?? []).filter((clock) => clock.due_at ?? clock.target_at)).slice(0, 5);
  if (next.length === 0) return null;
  return (
    <nav className={classes.ribbon} aria-label={t('frame.nextClocks')}>
      <ul>
        {next.map(({ row: clock, parties }) => (
          <li key={clock.id}>
            <Link to={`/?open=${clock.id}`} className={classes.clock} title={`${clock.incident_reference} · ${clock.law}, ${clock.citation}`}>
              <TimeLeft state={stateOfClock(clock.standing)} dueAt={clock.due_at} targetAt={clock.target_at} />
              <bdi className={classes.whom}>{capital(clock.recipient_name || clock.what)}{parties > 1 && ` · ${t('clocks.parties', { count: parties })}`}{clock.agreement && ` · ${t('clocks.agreement')}`}</bdi>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
