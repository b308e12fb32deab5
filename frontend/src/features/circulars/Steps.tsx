import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/Icon';
import { When } from '@/components/When';
import type { Circular } from './api';
import classes from './Circulars.module.css';

/** The five steps from the first word to the letterbox, who took each, and which is next. */
export function Steps({ circular }: { circular: Circular }) {
  const { t } = useTranslation();
  const steps: { name: 'written' | 'submitted' | 'approved' | 'requested' | 'allowed'; at: string | null; by?: string }[] = [
    { name: 'written', at: circular.created_at, by: circular.author },
    { name: 'submitted', at: circular.submitted_at },
    { name: 'approved', at: circular.approved_at, by: circular.approved_by },
    { name: 'requested', at: circular.sending_requested_at, by: circular.sending_requested_by },
    { name: 'allowed', at: circular.sending_approved_at, by: circular.sending_approved_by },
  ];
  const next = circular.state === 'withdrawn' ? -1 : steps.findIndex((step) => !step.at);
  return (
    <ol className={classes.steps}>
      {steps.map((step, n) => (
        <Step key={step.name} done={!!step.at} next={n === next} mark={step.at ? <Icon name="check" size={14} /> : n + 1} title={t(`circulars.step.${step.name}`)}>
          {step.at ? <>{step.by && <bdi>{step.by}, </bdi>}<When at={step.at} /></> : n === next ? t(`circulars.stepWho.${step.name}`) : ''}
        </Step>
      ))}
    </ol>
  );
}

function Step({ done, next, mark, title, children }: { done: boolean; next: boolean; mark: ReactNode; title: string; children: ReactNode }) {
  return (
    <li className={classes.step} data-done={done} data-next={next} aria-current={next ? 'step' : undefined}>
      <span className={classes.mark} aria-hidden="true">{mark}</span>
      <div className={classes.stepText}><strong>{title}</strong><span>{children}</span></div>
    </li>
  );
}
