import { useTranslation } from 'react-i18next';
import { useNow } from '@/lib/clock';
import type { State } from '@/lib/state';
import { lengthWords } from '@/lib/time';
import { StateBadge } from './StateBadge';
import { When } from './When';
import classes from './Clock.module.css';

type Props = {
  state: State;
  /** The law's limit. */
  dueAt?: string | null;
  /** Our own aim, where the law has no fixed limit; never called late. */
  targetAt?: string | null;
  zone?: string | null;
  doneAt?: string | null;
};

/** What is left of a clock. Only the law's limit can be late; a target that has passed is told in quiet words. */
export function Clock({ state, dueAt, targetAt, zone, doneAt }: Props) {
  const { t } = useTranslation();
  return (
    <div className={classes.clock}>
      <div><TimeLeft state={state} dueAt={dueAt} targetAt={targetAt} /></div>
      {doneAt ? (
        <div className={classes.when}><When at={doneAt} zone={zone} /></div>
      ) : dueAt ? (
        <div className={classes.when}><span>{t('common.dueWord')} </span><When at={dueAt} zone={zone} /></div>
      ) : targetAt ? (
        <div className={classes.when}><span>{t('common.targetWord')} </span><When at={targetAt} zone={zone} /></div>
      ) : null}
    </div>
  );
}

export function TimeLeft({ state, dueAt, targetAt }: Pick<Props, 'state' | 'dueAt' | 'targetAt'>) {
  const { t } = useTranslation();
  const now = useNow();
  if (state === 'done' || state === 'stopped') return <StateBadge state={state} />;
  if (!dueAt && !targetAt) return <StateBadge state="none">{t('common.noLimit')}</StateBadge>;
  const left = Date.parse(dueAt ?? targetAt ?? '') - now;
  const time = lengthWords(left, t);
  if (left >= 0) {
    const shown = state === 'late' || state === 'none' ? 'in_time' : state;
    return <StateBadge state={dueAt ? shown : 'none'} icon={dueAt ? undefined : 'flag'}>{t('common.inTime', { time })}</StateBadge>;
  }
  if (dueAt) return <StateBadge state="late">{t('common.lateBy', { time })}</StateBadge>;
  return <StateBadge state="none" icon="flag">{t('common.sinceTarget', { time })}</StateBadge>;
}
