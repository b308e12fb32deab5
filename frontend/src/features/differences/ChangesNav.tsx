import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { useIncident } from '@/features/incidents/incident';
import classes from './Differences.module.css';

/** The two questions about change: what does it do now, and what did we know when. */
export function ChangesNav() {
  const { t } = useTranslation();
  const { id } = useIncident();
  return (
    <nav className={`${classes.nav} no-print`} aria-label={t('differences.nav')}>
      <NavLink to={`/incidents/${id}/changes`} end>{t('differences.title')}</NavLink>
      <NavLink to={`/incidents/${id}/changes/known`}>{t('known.title')}</NavLink>
    </nav>
  );
}
