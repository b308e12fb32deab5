import { Group, Radio, Text, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FormErrors } from '@/components/ErrorSummary';
import type { Plan } from './api';

export type FieldProps = { plan: Plan; set: (change: Partial<Plan>) => void; errors: FormErrors; at?: string };

/** The first question for every group, with what each answer means. */
export function HarmField({ plan, set, errors, at = 'plan' }: FieldProps) {
  const { t } = useTranslation();
  return (
    <>
      <Radio.Group id={`${at}.harm`} label={t('contact.harm')} value={plan.harm} onChange={(harm) => set({ harm: harm as Plan['harm'] })}>
        <Group gap="lg" mt={4}>
          {(['yes', 'no', 'unknown'] as const).map((value) => <Radio key={value} value={value} label={t(`contact.harmAnswers.${value}`)} />)}
        </Group>
        <Text size="xs" c="dimmed" mt={4} role="status">{t(`contact.harmMeans.${plan.harm}`)}</Text>
      </Radio.Group>
      <Textarea id={`${at}.harm_why`} label={t('contact.harmWhy')} autosize minRows={2} value={plan.harm_why ?? ''} error={errors['plan.harm_why']} onChange={(event) => set({ harm_why: event.currentTarget.value })} />
    </>
  );
}
