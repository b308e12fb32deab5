import { Checkbox, Group, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ColleagueSelect } from '@/features/tasks/ColleagueSelect';
import type { Plan } from './api';
import type { FieldProps } from './HarmField';

type Decision = NonNullable<Plan['do_not_contact']>;

const reasons: Decision['reason'][] = ['endangers_person', 'grave_distress', 'unsafe_or_impossible_place', 'disproportionate_effort', 'ruins_vital_operation', 'data_useless'];
const instead: Decision['alternative'][] = ['public_notice', 'later', 'trusted_person', 'society_worker', 'protective_measures', 'nothing_possible'];
const first: Decision = { reason: 'endangers_person', reviewer: '', review_on: '', alternative: 'later' };

/** A decision not to contact somebody, with everything that belongs to it. */
export function DoNotContactFields({ plan, set, errors }: FieldProps) {
  const { t } = useTranslation();
  const decision = plan.do_not_contact;
  const change = (part: Partial<Decision>) => set({ do_not_contact: { ...(decision ?? first), ...part } });
  const field = (name: string) => ({ id: `plan.do_not_contact.${name}`, error: errors[`plan.do_not_contact.${name}`] });
  return (
    <Stack gap="sm">
      <Checkbox label={t('contact.doNotContact')} description={t('contact.doNotContactText')} checked={!!decision} onChange={(event) => set({ do_not_contact: event.currentTarget.checked ? first : undefined })} />
      {decision && (
        <Stack gap="sm" ps={{ base: 0, sm: 'lg' }}>
          <Select {...field('reason')} label={t('contact.reason')} allowDeselect={false} value={decision.reason} data={reasons.map((value) => ({ value, label: t(`contact.reasons.${value}`) }))}
            onChange={(value) => value && change({ reason: value })} />
          {['endangers_person', 'grave_distress', 'ruins_vital_operation'].includes(decision.reason) && <Text size="xs" c="dimmed">{t('contact.legalAdvice')}</Text>}
          <Group align="start">
            <ColleagueSelect label={t('contact.reviewer')} value={decision.reviewer} error={field('reviewer').error} onChange={(reviewer) => change({ reviewer })} />
            <TextInput {...field('review_on')} type="date" label={t('contact.reviewOn')} w={176} value={decision.review_on} onChange={(event) => change({ review_on: event.currentTarget.value })} />
          </Group>
          <Select {...field('alternative')} label={t('contact.alternative')} allowDeselect={false} value={decision.alternative} data={instead.map((value) => ({ value, label: t(`contact.alternatives.${value}`) }))}
            onChange={(value) => value && change({ alternative: value })} />
          <Textarea label={t('contact.alternativeHow')} autosize minRows={2} value={decision.alternative_how ?? ''} onChange={(event) => change({ alternative_how: event.currentTarget.value })} />
        </Stack>
      )}
    </Stack>
  );
}
