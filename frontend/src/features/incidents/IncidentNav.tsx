import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, useLocation } from 'react-router';
import { WaitingBadge } from '@/features/proposals/WaitingBadge';
import { useCan } from '@/features/session/me';
import classes from './IncidentNav.module.css';
import { pageAt, sections, type Page } from './pages';

/** The parts of an incident: a row of sections in the order of the work, and the pages of the open one below it. Each page has its own address. */
export function IncidentNav({ incident }: { incident: string }) {
  const { t } = useTranslation();
  const can = useCan();
  const here = pageAt(useLocation().pathname);
  const seen = (page: Page) => can(page.needs ?? 'read-incidents');
  const shown = sections.map((section) => ({ ...section, pages: section.pages.filter(seen) })).filter((section) => section.pages.length > 0);
  const open = shown.find((section) => section.pages.some((page) => page.path === here));
  const proposals = (page: Page) => page.path === 'societies' && can('write-facts') && <WaitingBadge incident={incident} />;
  // On a telephone a row is wider than the screen: where one is has to be in sight. Only the row moves, never the page.
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    for (const each of nav.current?.querySelectorAll<HTMLElement>('[aria-current]') ?? []) {
      const row = each.parentElement!;
      const [at, of] = [each.getBoundingClientRect(), row.getBoundingClientRect()];
      row.scrollLeft += at.left + at.width / 2 - of.left - of.width / 2;
    }
  }, [here]);
  return (
    <nav ref={nav} aria-label={t('incidents.tabsLabel')} className={classes.nav}>
      <div className={classes.row}>
        {shown.map((section) => (
          <Link
            key={section.name} to={section.pages[0]?.path ?? ''} className={classes.section} preventScrollReset
            aria-current={section === open ? (section.pages.length === 1 ? 'page' : 'true') : undefined}
          >
            {t(`incidents.sections.${section.name}`)}{section !== open && section.pages.map(proposals)}
          </Link>
        ))}
      </div>
      {open && open.pages.length > 1 && (
        <div className={classes.row}>
          {open.pages.map((page) => (
            <NavLink key={page.path} to={page.path} className={classes.page} preventScrollReset>
              {t(`incidents.tabs.${page.name}`)}{proposals(page)}
            </NavLink>
          ))}
        </div>
      )}
    </nav>
  );
}
