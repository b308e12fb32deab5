import { useTranslation } from 'react-i18next';

/** Channels that wait for somebody to make a list and work on it. */
const byHand = ['letter', 'call', 'visit', 'society'];

/** The words for why somebody stands where they stand. A rule that has no words here yet is shown by its name, never left out. */
export function useReasonWords(): (reason: string, channel?: string) => string {
  const { t } = useTranslation();
  return (reason, channel) => reason === 'queued' && byHand.includes(channel ?? '') ? t('dispatches.reason.byHand') : t(`dispatches.reason.${reason}`, { defaultValue: reason.replaceAll('_', ' ').replaceAll('-', ' ') });
}

/** The library's amber is too light for the title of a note. */
export const readable = { title: { color: 'var(--c-soon-ink)' } } as const;
