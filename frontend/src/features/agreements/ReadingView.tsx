import { List, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Facts } from '@/components/Facts';
import { wordLabel } from '@/features/facts/value';
import { conditionWords } from '@/features/laws/library';
import { dateWords } from '@/lib/time';
import { capital } from '@/lib/words';
import type { Reading } from './api';

/** An agreement as the rules read it: whom it binds, and each duty with its clause, its trigger and its time. */
export function ReadingView({ regime }: { regime: NonNullable<Reading['regime']> }) {
  const { t, i18n } = useTranslation();
  const from = dateWords(regime.in_force, i18n.language);
  return (
    <Stack gap="md">
      <Facts
        items={[
          [t('agreements.document'), regime.citation],
          [t('agreements.binds'), regime.binds.join('; ')],
          [t('agreements.from'), from],
          ...(regime.until ? [[t('agreements.until'), dateWords(regime.until, i18n.language)] as [string, string]] : []),
        ]}
      />
      {regime.duty_list.map((duty) => (
        <section key={duty.id}>
          <Title order={3} mb={4}>{capital(duty.recipient_name)}</Title>
          <Facts
            items={[
              [t('agreements.clause'), duty.citation],
              [t('agreements.trigger'), duty.trigger_text],
              [t('agreements.when'), conditionWords(duty.condition, regime.questions)],
              [t('agreements.limit'), duty.deadline_kind === 'without-undue-delay' ? t('agreements.limits.without-undue-delay') : `${duty.deadline.replace(/ \(.*$/, '')} (${t(`agreements.limits.${duty.deadline_kind as 'hard'}`)})`],
              [t('agreements.starts'), t(`agreements.clockStarts.${duty.clock_starts as 'awareness'}`, { defaultValue: duty.clock_text || wordLabel(duty.clock_starts) })],
            ]}
          />
          {duty.exemptions.length > 0 && (
            <>
              <Text size="sm" fw={500} mt="xs">{t('agreements.exemptions')}</Text>
              <List size="sm" spacing={2}>
                {duty.exemptions.map((x) => <List.Item key={x.text}>{x.text}<Text size="xs" c="dimmed">{x.condition ? conditionWords(x.condition, regime.questions) : t('agreements.exemptionWhenHint')}</Text></List.Item>)}
              </List>
            </>
          )}
        </section>
      ))}
    </Stack>
  );
}
