import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/Icon';
import { When } from '@/components/When';
import type { Statement } from './api';

type Look = NonNullable<Statement['publications'][number]['look']>;

/** Published means seen: what came when the page was fetched from outside. */
export function PublicationSeen({ look }: { look?: Look }) {
  const { t } = useTranslation();
  if (!look) return <Text size="sm" c="dimmed">{t('statements.look.soon')}</Text>;
  if (look.outcome === 'seen') {
    return <Group gap={4}><Icon name="check" size={14} /><Text size="sm">{t('statements.look.seen')} <When at={look.seen_at} /></Text></Group>;
  }
  return (
    <div>
      <Text size="sm" fw={600}>{t(`statements.look.${look.outcome}`)}</Text>
      {look.why && <Text size="sm" c="dimmed">{look.why} <When at={look.looked_at} /></Text>}
    </div>
  );
}
