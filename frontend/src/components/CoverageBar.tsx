import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { numberWords } from '@/lib/range';
import classes from './CoverageBar.module.css';

export type Coverage = { told: number; pending: number; unreached: number; excluded: number; uncertain: number };

const parts = ['told', 'pending', 'unreached', 'excluded', 'uncertain'] as const;

/** Everybody affected is in exactly one part. Parts are labelled where they stand; each opens its list. */
export function CoverageBar({ title, coverage, linkOf }: { title: string; coverage: Coverage; linkOf?: (part: keyof Coverage) => string }) {
  const { t, i18n } = useTranslation();
  const total = parts.reduce((sum, part) => sum + coverage[part], 0);
  const format = (n: number) => numberWords(n, i18n.language);
  let start = 0;
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.title}>
        {title} <span className={classes.sum}><bdi>{t('common.coverage.sum', { told: format(coverage.told), total: format(total) })}</bdi></span>
      </figcaption>
      <svg width="100%" height="16" aria-hidden="true" className={classes.bar}>
        {parts.map((part) => {
          const width = total === 0 ? 0 : (100 * coverage[part]) / total;
          const x = start;
          start += width;
          return <rect key={part} x={`${x}%`} width={`${width}%`} height="16" data-part={part} />;
        })}
      </svg>
      <ul className={classes.parts}>
        {parts.filter((part) => coverage[part] > 0 || part === 'told').map((part) => (
          <li key={part} data-part={part}>
            <span className={classes.key} data-part={part} aria-hidden="true" />
            {linkOf ? <Link to={linkOf(part)}>{t(`common.coverage.${part}`)}</Link> : t(`common.coverage.${part}`)} <bdi>{format(coverage[part])}</bdi>
          </li>
        ))}
      </ul>
    </figure>
  );
}
