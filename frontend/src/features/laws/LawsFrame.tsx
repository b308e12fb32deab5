import { useTranslation } from 'react-i18next';
import { NavLink, Outlet } from 'react-router';
import { PageHead } from '@/components/PageHead';
import classes from './Laws.module.css';

const ways = [['', 'country'], ['deadlines', 'deadlines'], ['map', 'map'], ['changes', 'changes'], ['all', 'all'], ['risk', 'risk']] as const;

/** The laws, and the ways to look at them. */
export function Component() {
  const { t } = useTranslation();
  return (
    <>
      <PageHead title={t('frame.laws')} lead={t('laws.lead')} />
      <nav className={classes.ways} aria-label={t('laws.waysLabel')}>
        {ways.map(([path, name]) => <NavLink key={name} to={path} end={path === ''} className={classes.way} preventScrollReset>{t(`laws.ways.${name}`)}</NavLink>)}
      </nav>
      <Outlet />
    </>
  );
}
