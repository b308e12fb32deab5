import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { countryName } from '@/lib/names';
import { dateWords } from '@/lib/time';
import classes from './CountryList.module.css';
import { LevelMark } from './LevelMark';
import { levels, type CountryLevel } from './library';

type Props = { rows: CountryLevel[]; wide?: boolean; onPoint?: (code: string | null) => void };

/** Countries under their strictest limit towards an authority: what the map shows, as words. */
export function CountryList({ rows, wide, onPoint }: Props) {
  const { t, i18n } = useTranslation();
  return levels.map((level) => {
    const here = rows.filter((row) => row.level === level).map((row) => ({ ...row, name: countryName(row.code, i18n.language) })).sort((a, b) => a.name.localeCompare(b.name, i18n.language));
    if (here.length === 0) return null;
    return (
      <section key={level} className={classes.level} aria-label={t(`laws.levels.${level}`)}>
        <h3 className={classes.head}><LevelMark level={level} /> {t(`laws.levels.${level}`)} <span className={classes.count}>{here.length}</span></h3>
        <ul className={classes.list} data-wide={wide || undefined}>
          {here.map((row) => (
            <li key={row.code}>
              <Anchor component={Link} to={`/laws?country=${row.code}`} size="sm" onFocus={() => onPoint?.(row.code)} onBlur={() => onPoint?.(null)}
                onMouseEnter={() => onPoint?.(row.code)} onMouseLeave={() => onPoint?.(null)}>{row.name}</Anchor>{' '}
              <span className={classes.limit}>{limitOf(row)}</span>
            </li>
          ))}
        </ul>
      </section>
    );
  });

  function limitOf({ strictest, coming }: CountryLevel): string {
    const parts = strictest && strictest.duty.unit !== 'none' ? [strictest.duty.deadline] : [];
    const dates = coming.map((law) => law.in_force).filter(Boolean).sort();
    if (dates[0]) parts.push(t('laws.changesOn', { date: dateWords(dates[0], i18n.language) }));
    return parts.join(' · ');
  }
}
