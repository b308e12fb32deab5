import { useTranslation } from 'react-i18next';
import { StateBadge } from '@/components/StateBadge';
import { outcomeLook, type Outcome } from './determination';

export function OutcomeBadge({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation();
  const { state, icon } = outcomeLook[outcome];
  return <StateBadge state={state} icon={icon}>{t(`incidents.outcome.${outcome}`)}</StateBadge>;
}
