import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { StateBadge } from '@/components/StateBadge';
import type { Language } from './api';

/** Where a language stands, and what is still to be done in it. */
export function LanguageState({ language }: { language: Language }) {
  const { t } = useTranslation();
  const open = (['missing', 'stale', 'unchecked', 'broken', 'left'] as const).filter((each) => language[each] > 0);
  const state = { ready: 'done', settled: 'done', excluded: 'none', source: 'none', open: 'soon' } as const;
  return (
    <>
      <StateBadge state={state[language.state]}>{t(`translations.state.${language.state}`)}</StateBadge>
      {language.state === 'open' && (
        <Text size="sm" c="dimmed">
          {language.void && `${t('translations.void')} `}
          {open.length > 0 ? open.map((each) => t(`translations.count.${each}`, { count: language[each] })).join(', ') : t('translations.waitsForSignOff')}
        </Text>
      )}
    </>
  );
}
