import { Button, Menu, UnstyledButton } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, Outlet, ScrollRestoration, useNavigate } from 'react-router';
import { Icon } from '@/components/Icon';
import { useCan } from '@/features/session/me';
import { AccountMenu } from './AccountMenu';
import classes from './Frame.module.css';
import { useFrameKeys } from './keys';
import { placesFor } from './navigation';
import { Ribbon } from './Ribbon';
import { SearchBox } from './SearchBox';

const KeysHelp = lazy(() => import('./KeysHelp').then((module) => ({ default: module.KeysHelp })));

export function Frame() {
  const { t } = useTranslation();
  const can = useCan();
  const [helpOpen, setHelpOpen] = useState(false);
  useFrameKeys({ help: () => setHelpOpen(true) });

  return (
    <div className={classes.frame}>
      <a className="skip-link" href="#content">{t('frame.skip')}</a>
      <Rail onHelp={() => setHelpOpen(true)} />
      <header className={classes.top}>
        <div className={classes.bar}>
          <Link to="/" className={classes.phoneMark} aria-label={t('frame.product')}>{t('frame.product')}</Link>
          <SearchBox />
          {can('open-incident') && <Button component={Link} to="/incidents/new" leftSection={<Icon name="plus" />} className={classes.newIncident}>
            <span className={classes.newIncidentWord}>{t('frame.newIncident')}</span>
          </Button>}
          <AccountMenu />
        </div>
        <Ribbon />
      </header>
      <main id="content" className={classes.content} tabIndex={-1}>
        <Outlet />
      </main>
      <BottomBar />
      {helpOpen && <Suspense><KeysHelp onClose={() => setHelpOpen(false)} /></Suspense>}
      <ScrollRestoration />
    </div>
  );
}

function Rail({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation();
  const places = placesFor(useCan());
  return (
    <nav className={classes.rail} aria-label={t('frame.mainNavigation')}>
      <Link to="/" className={classes.mark}>{t('frame.product')}</Link>
      <ul className={classes.places}>
        {places.map((place) => (
          <li key={place.to}>
            <NavLink to={place.to} end={place.to === '/'} className={classes.place}>
              <Icon name={place.icon} size={20} />
              <span>{t(place.label)}</span>
            </NavLink>
          </li>
        ))}
      </ul>
      <UnstyledButton className={classes.place} onClick={onHelp}>
        <Icon name="keyboard" size={20} />
        <span>{t('frame.keys')}</span>
      </UnstyledButton>
    </nav>
  );
}

function BottomBar() {
  const { t } = useTranslation();
  const places = placesFor(useCan());
  const navigate = useNavigate();
  return (
    <nav className={classes.bottom} aria-label={t('frame.mainNavigation')}>
      {places.filter((place) => place.first).map((place) => (
        <NavLink key={place.to} to={place.to} end={place.to === '/'} className={classes.bottomPlace}>
          <Icon name={place.icon} size={22} />
          <span>{t(place.label)}</span>
        </NavLink>
      ))}
      <Menu position="top-end" offset={12} width={208}>
        <Menu.Target>
          <UnstyledButton className={classes.bottomPlace}>
            <Icon name="more" size={22} />
            <span>{t('frame.more')}</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {places.filter((place) => !place.first).map((place) => (
            <Menu.Item key={place.to} leftSection={<Icon name={place.icon} />} onClick={() => void navigate(place.to)}>
              {t(place.label)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}
