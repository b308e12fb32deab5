import { useTranslation } from 'react-i18next';

/** The words for why somebody stands where they stand. A rule that has no words here yet is shown by its name, never left out. */
export function useReasonWords(): (reason: string) => string {
  const { t } = useTranslation();
  return (reason) => t(`dispatches.reason.${reason}`, { defaultValue: reason.replaceAll('_', ' ').replaceAll('-', ' ') });
}

/** The library's amber is too light for the title of a note. */
export const readable = { title: { color: 'var(--c-soon-ink)' } } as const;
