import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '@/components/Section';
import { When } from '@/components/When';
import classes from './Known.module.css';
import type { Known } from './moments';

/** What people had decided by then. */
export function DecisionsThen({ decisions, later }: { decisions: Known['decisions']; later: number }) {
  const { t } = useTranslation();
  return (
    <Section title={t('known.decisions', { count: decisions.length })}>
      {decisions.length === 0 && <Text size="sm">{t('known.noDecisions')}</Text>}
      <ul className={classes.rows}>
        {decisions.map((decision) => (
          <li key={decision.id}>
            <div>
              <Text size="sm" fw={550}>{t(`decisions.kind.${decision.kind as 'confirm'}`)}</Text>
              <Text size="xs" c="dimmed" component="div"><bdi>{decision.decided_by}</bdi> · <When at={decision.decided_at} /></Text>
            </div>
            <Text size="sm"><bdi>{decision.reason}</bdi></Text>
          </li>
        ))}
      </ul>
      {later > 0 && <Text size="sm" c="dimmed" mt="xs">{t('known.decisionsLater', { count: later })}</Text>}
    </Section>
  );
}
