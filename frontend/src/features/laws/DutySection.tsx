import { List, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '@/components/Facts';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { wordLabel } from '@/features/facts/value';
import { Exemptions } from './LawReviews';
import type { Duty } from './laws';
import { conditionWords } from './library';

/** One duty: as the law says it, as the engine reads it, its limit, and what a notice must hold. */
export function DutySection({ duty, questions }: { duty: Duty; questions: Record<string, string> }) {
  const { t } = useTranslation();
  const some = (label: string, value: ReactNode): [string, ReactNode][] => (value ? [[label, value]] : []);
  const answer = (value: boolean | null) => (value === null ? t('laws.silent') : value ? t('common.yes') : t('common.no'));
  const whom = duty.recipient_name || t(`incidents.recipient.${duty.recipient as 'authority'}`);

  return (
    <Section title={t('laws.tell', { whom })} actions={duty.confidence === 'low' && <StateBadge state="soon" icon="question">{t('clocks.lowConfidence')}</StateBadge>}>
      <Facts
        items={[
          [t('clocks.article'), duty.citation],
          [t('laws.trigger'), duty.trigger_text || wordLabel(duty.trigger_level)],
          [t('laws.condition'), (duty.condition && conditionWords(duty.condition, questions)) || <Text span size="sm" c="dimmed">{t('laws.notEncoded')}</Text>],
          [t('laws.deadline'), duty.deadline || t('clocks.noLimit')],
          ...some(t('clocks.anchor'), [wordLabel(duty.clock_starts), duty.clock_text].filter(Boolean).join(': ')),
          ...some(t('laws.window'), duty.assessment_window),
          ...some(t('laws.followUp'), duty.follow_up),
          [t('laws.phased'), answer(duty.phased)],
          [t('laws.lateReason'), answer(duty.late_reason_required)],
          ...some(t('laws.channels'), duty.allowed_channels.map(wordLabel).join(', ')),
          ...some(t('laws.language'), duty.language),
        ]}
      />
      {duty.exemptions.length > 0 && (
        <>
          <Title order={3} mt="md" mb={4}>{t('laws.exemptions')}</Title>
          <Exemptions list={duty.exemptions} questions={questions} />
        </>
      )}
      {duty.note && <Text size="sm" mt="md">{duty.note}</Text>}
      {duty.content.length > 0 && (
        <>
          <Title order={3} mt="md" mb={4}>{t('laws.content')}</Title>
          <List size="sm" spacing={2}>{duty.content.map((line) => <List.Item key={line}>{wordLabel(line)}</List.Item>)}</List>
        </>
      )}
    </Section>
  );
}
