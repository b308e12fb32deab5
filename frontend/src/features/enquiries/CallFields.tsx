import { Checkbox, Fieldset, Group, Select, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FormErrors } from '@/components/ErrorSummary';
import { ownZone } from '@/components/TimeField';
import type { CallBack } from './api';
import { LanguageSelect } from './LanguageSelect';

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

/** Nothing is allowed until they say so. */
export const noCall = (language: string): CallBack => ({
  telephone: '', ask_for: '', avoid: '', language, zone: ownZone, from: '09:00', until: '18:00', speaker: 'anybody', may_say_who: false, may_voice_mail: false, may_redial: false,
});

type Props = { value: CallBack; errors: FormErrors; onChange: (value: CallBack) => void; speakers: readonly string[] };

/** How somebody may be called back without harm: asked in the talk, word for word. */
export function CallFields({ value, errors, onChange, speakers }: Props) {
  const { t } = useTranslation();
  const set = (change: Partial<CallBack>) => onChange({ ...value, ...change });
  return (
    <Fieldset legend={t('enquiries.call.legend')} p="sm">
      <Stack gap="sm">
        <Group gap="sm" align="end">
          <TextInput id="telephone" type="tel" dir="ltr" label={t('enquiries.call.number')} autoComplete="off" maxLength={40} w={200} value={value.telephone} error={errors.telephone} onChange={(event) => set({ telephone: event.currentTarget.value })} />
          <TextInput id="from" type="time" label={t('enquiries.call.from')} w={112} value={value.from} error={errors.from} onChange={(event) => set({ from: event.currentTarget.value })} />
          <TextInput id="until" type="time" label={t('enquiries.call.until')} w={112} value={value.until} onChange={(event) => set({ until: event.currentTarget.value })} />
          <Select id="zone" label={t('enquiries.call.zone')} searchable allowDeselect={false} limit={60} w={200} data={zones} value={value.zone} error={errors.zone} onChange={(zone) => zone && set({ zone })} />
        </Group>
        <Group gap="sm" align="end">
          <LanguageSelect id="call_language" label={t('enquiries.call.language')} value={value.language ?? 'en'} onChange={(language) => set({ language })} />
          <Select id="speaker" label={t('enquiries.call.speaker')} allowDeselect={false} w={200} value={value.speaker ?? 'anybody'} error={errors.speaker}
            data={speakers.map((each) => ({ value: each, label: t(`enquiries.call.speakers.${each as 'anybody'}`) }))} onChange={(speaker) => speaker && set({ speaker: speaker as CallBack['speaker'] })} />
          <TextInput id="ask_for" label={t('enquiries.call.askFor')} autoComplete="off" maxLength={200} w={200} value={value.ask_for ?? ''} error={errors.ask_for} onChange={(event) => set({ ask_for: event.currentTarget.value })} />
        </Group>
        <TextInput id="avoid" label={t('enquiries.call.avoid')} autoComplete="off" maxLength={300} value={value.avoid ?? ''} error={errors.avoid} onChange={(event) => set({ avoid: event.currentTarget.value })} />
        <Checkbox label={t('enquiries.call.sayWho')} checked={value.may_say_who ?? false} onChange={(event) => set({ may_say_who: event.currentTarget.checked })} />
        <Checkbox label={t('enquiries.call.voiceMail')} checked={value.may_voice_mail ?? false} onChange={(event) => set({ may_voice_mail: event.currentTarget.checked })} />
        <Checkbox label={t('enquiries.call.redial')} checked={value.may_redial ?? false} onChange={(event) => set({ may_redial: event.currentTarget.checked })} />
      </Stack>
    </Fieldset>
  );
}
