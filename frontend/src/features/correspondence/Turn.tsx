import { useTranslation } from 'react-i18next';
import { StateBadge } from '@/components/StateBadge';
import type { Thread } from './api';

/** Whose turn it is, by word, icon and colour. */
export function Turn({ state }: { state: Thread['state'] }) {
  const { t } = useTranslation();
  return <StateBadge state={({ waiting_for_us: 'soon', waiting_for_them: 'in_time', closed: 'done' } as const)[state]}>{t(`correspondence.states.${state}`)}</StateBadge>;
}
