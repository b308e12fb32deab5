import { useTranslation } from 'react-i18next';
import classes from './ExerciseBand.module.css';

/** Stands on every page and print of an exercise incident. */
export function ExerciseBand() {
  const { t } = useTranslation();
  return (
    <div className={classes.band} role="note">
      <strong>{t('frame.exercise')}</strong>
      <span>{t('frame.exerciseText')}</span>
    </div>
  );
}
