import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/Icon';
import { When } from '@/components/When';
import { numberWords } from '@/lib/range';
import type { Dispatch } from './api';
import classes from './Tell.module.css';

/** First wave, look, the rest: who took each step, and which is next. */
export function DispatchSteps({ dispatch: d }: { dispatch: Dispatch }) {
  const { t, i18n } = useTranslation();
  const looked = d.wave === 2;
  const firstOver = d.wave >= 1 && d.phase !== 'requested' && d.first_wave_left === 0;
  const steps: { name: 'prepared' | 'requested' | 'allowed' | 'first' | 'looked' | 'rest'; done: boolean; at?: string | null; by?: string; text?: string }[] = [
    { name: 'prepared', done: d.phase !== 'preparing', at: d.created_at },
    { name: 'requested', done: !!d.requested_at, at: d.requested_at, by: d.requested_by },
    { name: 'allowed', done: !!d.approved_at, at: d.approved_at, by: d.approved_by },
    { name: 'first', done: looked || firstOver, text: t('dispatches.firstWave', { count: d.first_wave_count, formatted: numberWords(d.first_wave_count, i18n.language) }) },
    { name: 'looked', done: looked, at: d.released_at, by: d.released_by },
    { name: 'rest', done: d.phase === 'done', at: d.done_at },
  ];
  const next = steps.findIndex((step) => !step.done);
  return (
    <ol className={classes.steps}>
      {steps.map((step, at) => (
        <li key={step.name} className={classes.step} data-done={step.done} data-next={at === next} aria-current={at === next ? 'step' : undefined}>
          <span className={classes.mark} aria-hidden="true">{step.done ? <Icon name="check" size={14} /> : at + 1}</span>
          <div className={classes.stepText}>
            <strong>{t(`dispatches.step.${step.name}`)}</strong>
            <span>{step.text ?? (step.done && step.at ? <>{step.by && <bdi>{step.by}, </bdi>}<When at={step.at} /></> : at === next ? t(`dispatches.stepWho.${step.name}`) : '')}</span>
          </div>
        </li>
      ))}
    </ol>
  );
}
