import { List, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { When } from '@/components/When';
import type { Decision } from './determination';

/** Who decided what, when and why. Decisions are added, never edited. */
export function DecisionList({ decisions }: { decisions: Decision[] }) {
  const { t } = useTranslation();
  return (
    <section>
      <Title order={3} mb={4}>{t('decisions.title')}</Title>
      {decisions.length === 0 && <Text size="sm" c="dimmed">{t('decisions.none')}</Text>}
      <List size="sm" spacing={6}>
        {decisions.map((decision) => (
          <List.Item key={decision.id}>
            {t(`decisions.kind.${decision.kind as 'confirm'}`, { defaultValue: decision.kind })} · <bdi>{decision.decided_by}</bdi> · <When at={decision.decided_at} />
            {decision.reason && <Text size="sm" c="dimmed">{decision.reason}</Text>}
          </List.Item>
        ))}
      </List>
    </section>
  );
}
