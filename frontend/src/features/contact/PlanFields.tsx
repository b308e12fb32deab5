import { MultiSelect, Select, SimpleGrid, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { channels, type Channel, type Plan } from './api';
import type { FieldProps } from './HarmField';
import { HoursFields } from './HoursFields';

const speakers = ['any', 'society_worker', 'known_case_worker', 'delegate_only', 'child_protection'] as const;
const sexes = ['any', 'woman', 'man'] as const;
const guardians = ['none', 'through_guardian', 'guardian_may_be_danger'] as const;
const answers = ['yes', 'no'] as const;

/** Ways, languages, hours, who speaks and what stays unsaid. Nothing is required: what is left open says nothing. */
export function PlanFields({ plan, set, errors, person, society, at = 'plan' }: FieldProps & { person: boolean; society?: boolean }) {
  const { t } = useTranslation();
  const ways = channels.map((value) => ({ value, label: t(`contact.channels.${value}`) }));
  const unknown = t('common.notKnownYet');
  const choice = <K extends keyof Plan>(name: K, label: string, data: { value: string; label: string }[]) => (
    <Select id={`${at}.${name}`} label={label} clearable placeholder={unknown} data={data} value={(plan[name] as string) === 'unknown' ? null : (plan[name] as string) || null} error={errors[`plan.${name}`]}
      onChange={(value) => set({ [name]: value ?? '' } as Partial<Plan>)} />
  );
  const yesNo = answers.map((value) => ({ value, label: t(`contact.harmAnswers.${value}`) }));
  return (
    <>
      <MultiSelect searchable id={`${at}.channels`} label={t('contact.order')} description={t('contact.orderHint')} placeholder={plan.channels?.length ? undefined : t('contact.orderOpen')} data={ways} value={plan.channels ?? []}
        error={errors['plan.channels']} onChange={(next) => set({ channels: next as Channel[] })} />
      <TagsInput id={`${at}.languages`} dir="ltr" label={t('contact.languages')} description={t('societies.languagesHint')} value={plan.languages ?? []} error={errors['plan.languages']} onChange={(languages) => set({ languages })} />
      <HoursFields plan={plan} set={set} errors={errors} at={at} />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {choice('speaker', t('contact.speaker'), speakers.map((value) => ({ value, label: t(`contact.speakers.${value}`) })))}
        {choice('sex_of_caller', t('contact.sexOfCaller'), sexes.map((value) => ({ value, label: t(`contact.sexes.${value}`) })))}
        {choice('shared_telephone', t('contact.sharedTelephone'), yesNo)}
        {choice('shared_mailbox', t('contact.sharedMailbox'), yesNo)}
        {choice('guardian', t('contact.guardian'), guardians.map((value) => ({ value, label: t(`contact.guardians.${value}`) })))}
        {person && choice('minor', t('contact.minor'), yesNo)}
      </SimpleGrid>
      <Textarea id={`${at}.must_not_say`} label={t('contact.mustNotSay')} description={t('contact.mustNotSayHint')} autosize minRows={2} value={(plan.must_not_say ?? []).join('\n')} error={errors['plan.must_not_say']}
        onChange={(event) => set({ must_not_say: event.currentTarget.value ? event.currentTarget.value.split('\n') : [] })} />
      {!society && <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <MultiSelect searchable id={`${at}.cleared`} label={t('contact.cleared')} description={t('contact.clearedHint')} data={ways} value={plan.cleared ?? []} error={errors['plan.cleared']} onChange={(next) => set({ cleared: next as Channel[] })} />
        {!!plan.cleared?.length && <TextInput id={`${at}.cleared_by`} label={t('contact.clearedBy')} value={plan.cleared_by ?? ''} error={errors['plan.cleared_by']} onChange={(event) => set({ cleared_by: event.currentTarget.value })} />}
      </SimpleGrid>}
    </>
  );
}
