import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useVocabulary } from '@/features/incidents/incident';

/** The question behind a key, as people ask it; a key of one law, or a sentence of the rules, is shown as it is. */
export function useFactLabel(): (key: string) => string {
  const { t } = useTranslation();
  const vocabulary = useVocabulary();
  return useCallback(
    (key: string) => {
      const known = vocabulary?.facts.find((fact) => fact.key === key);
      if (known) return known.label;
      return key.startsWith('other.') ? t('facts.other', { key: key.slice(6).replaceAll('_', ' ').replaceAll('.', ': ') }) : key;
    },
    [t, vocabulary],
  );
}
