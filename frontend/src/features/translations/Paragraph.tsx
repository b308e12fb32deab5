import { Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { StateBadge } from '@/components/StateBadge';
import { languageName } from '@/lib/names';
import { directionOf, type Row, type View } from './api';
import classes from './Translations.module.css';

type Props = { row: Row; number: number; view: View; value?: string; onChange?: (target: string) => void };

const badge = { current: 'done', stale: 'soon', unchecked: 'soon', missing: 'soon' } as const;

/** One paragraph: the source on one side, its translation on the other, each in its own direction. */
export function Paragraph({ row, number, view, value, onChange }: Props) {
  const { t, i18n } = useTranslation();
  const target = value || row.target;
  return (
    <li className={classes.row} data-open={row.state !== 'current' || row.faults.length > 0 || undefined}>
      <div className={classes.head}>
        <span>{number} · {t(`translations.place.${row.place}`, { defaultValue: row.place })}</span>
        <StateBadge state={row.faults.length > 0 ? 'soon' : badge[row.state]}>{row.ready ? t('translations.readyWords') : t(`translations.row.${row.state}`)}</StateBadge>
        {row.by && <span>{t('translations.typedBy', { name: row.by })}</span>}
      </div>
      <div>
        <p className={classes.words} lang={view.source} dir={directionOf(view.source)}>{row.source}</p>
        {row.was && <p className={classes.was} lang={view.source} dir={directionOf(view.source)}>{t('translations.was')} {row.was}</p>}
      </div>
      {onChange ? (
        <Textarea aria-label={t('translations.translationOf', { number, language: languageName(view.language, i18n.language) })} lang={view.language} dir={directionOf(view.language)}
          autosize minRows={2} value={target} error={row.faults.length > 0 && !value ? row.faults.join(' ') : undefined} onChange={(event) => onChange(event.currentTarget.value)} />
      ) : (
        <p className={classes.words} lang={view.language} dir={directionOf(view.language)}>{row.target || t('translations.nothing')}</p>
      )}
    </li>
  );
}
