import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { proposalsQuery } from './api';
import classes from './Proposals.module.css';

/** How many answers of societies wait for the incident team; nothing when none does. */
export function WaitingBadge({ incident }: { incident: string }) {
  const { t } = useTranslation();
  const waiting = useQuery(proposalsQuery(incident)).data?.open ?? 0;
  if (waiting === 0) return null;
  return <span className={classes.count} aria-label={t('proposals.badge', { count: waiting })} role="img">{waiting}</span>;
}
