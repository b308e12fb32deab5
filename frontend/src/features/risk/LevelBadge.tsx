import { useTranslation } from 'react-i18next';
import { StateBadge } from '@/components/StateBadge';
import { levelLook, levelOf } from './risk';

export function LevelBadge({ level }: { level: string }) {
  const { t } = useTranslation();
  const known = levelOf(level);
  return <StateBadge state={levelLook[known].state} icon={levelLook[known].icon}>{t(`risk.levels.${known}`)}</StateBadge>;
}
