import { useTranslation } from 'react-i18next';
import classes from './NotKnownYet.module.css';

/** Unknown is an answer of its own, never an empty cell, and it says who could know. */
export function NotKnownYet({ who }: { who?: string }) {
  const { t } = useTranslation();
  return <span className={classes.unknown}>{who ? t('common.notKnownYetWho', { who }) : t('common.notKnownYet')}</span>;
}
