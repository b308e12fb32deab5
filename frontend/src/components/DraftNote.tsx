import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Draft } from '@/lib/draft';
import { localeOf } from '@/lib/time';

/** Says that a draft was put back, and offers to start empty. */
export function DraftNote<T>({ draft }: { draft: Draft<T> }) {
  const { t, i18n } = useTranslation();
  if (draft.restoredAt === null) return null;
  const when = new Intl.DateTimeFormat(localeOf(i18n.language), { dateStyle: 'medium', timeStyle: 'short' }).format(draft.restoredAt);
  return (
    <Text size="sm" c="dimmed" role="status">
      {t('common.draft.restored', { when })} <Anchor component="button" type="button" size="sm" onClick={draft.discard}>{t('common.draft.discard')}</Anchor>
    </Text>
  );
}
