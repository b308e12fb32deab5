import { useTranslation } from 'react-i18next';
import { StateBadge } from '@/components/StateBadge';
import type { Said } from './api';

/** Whether a sentence says what the fact says. */
export function Rests({ said }: { said: Said }) {
  const { t } = useTranslation();
  const bad = said.live && (said.rests === 'before' || said.rests === 'denied');
  return <StateBadge state={said.rests === 'now' ? 'done' : bad ? 'soon' : 'none'}>{t(`wording.rests.${said.rests}`)}</StateBadge>;
}
