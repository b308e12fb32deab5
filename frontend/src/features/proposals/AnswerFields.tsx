import { Chip, Group, Select, Stack, TagsInput, Text, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { TimeField } from '@/components/TimeField';
import { RangeInput, type RangeValue } from '@/features/facts/FactInput';
import type { Value } from './api';
import { channels, type Entry } from './form';
import { PlanAnswer } from './PlanAnswer';

type Props = { id: string; entry: Entry; error?: string; onChange: (entry: Entry) => void };

/** What one question asks for. Every field may stay open; the draft is kept all the same. */
export function AnswerFields({ id, entry, error, onChange }: Props) {
  const { t } = useTranslation();
  const set = (value: Partial<Value>) => onChange({ ...entry, value: { ...entry.value, ...value } });
  const title = t(`proposals.question.${entry.question}.title`);
  const text = (label: string, rows: number, description?: string) => (
    <Textarea id={id} label={label} description={description} autosize minRows={rows} maxRows={14} maxLength={2000} error={error} value={entry.value.text ?? ''}
      onChange={(event) => set({ text: event.currentTarget.value })} />
  );
  return (
    <Stack gap="sm">
      {entry.question === 'people-count' && (
        <>
          {!entry.group && <TextInput label={t('proposals.label')} description={t('proposals.labelHint')} maxLength={300} value={entry.value.label ?? ''} onChange={(event) => set({ label: event.currentTarget.value })} />}
          <RangeInput id={id} label={t('proposals.howMany')} value={(entry.value.count ?? null) as RangeValue | null} onChange={(count) => set({ count: count ?? undefined })} />
        </>
      )}
      {entry.question === 'law' && text(title, 3)}
      {entry.question === 'contact-plan' && <PlanAnswer id={`${id}-plan`} entry={entry} onChange={(plan) => set({ plan })} />}
      {entry.question === 'exceptions' && text(title, 3, t('proposals.sealed'))}
      {entry.question === 'call-me' && text(t('proposals.callWhen'), 2, t('proposals.sealed'))}
      {entry.question === 'languages' && (
        <TagsInput id={id} dir="ltr" label={t('societies.languages')} description={t('societies.languagesHint')} error={error} value={entry.value.languages ?? []} onChange={(languages) => set({ languages })} />
      )}
      {entry.question === 'channels' && (
        <>
          <Ways id={id} label={t('proposals.safe')} value={entry.value.safe ?? []} onChange={(safe) => set({ safe, unsafe: (entry.value.unsafe ?? []).filter((each) => !safe.includes(each)) })} />
          <Ways id={`${id}-unsafe`} label={t('proposals.unsafe')} value={entry.value.unsafe ?? []}
            onChange={(unsafe) => set({ unsafe, safe: (entry.value.safe ?? []).filter((each) => !unsafe.includes(each)) })} />
          <Textarea label={t('proposals.channelsText')} description={t('proposals.sealed')} autosize minRows={2} maxLength={2000} value={entry.value.text ?? ''} onChange={(event) => set({ text: event.currentTarget.value })} />
        </>
      )}
      {entry.question === 'awareness' && (
        <>
          <TimeField id={id} label={title} value={entry.time} error={error} required onChange={(time) => onChange({ ...entry, time })} />
          <TextInput label={t('proposals.awareReason')} description={t('proposals.awareReasonHint')} maxLength={1000} value={entry.value.reason ?? ''} onChange={(event) => set({ reason: event.currentTarget.value })} />
        </>
      )}
      {entry.question === 'contact' && (
        <>
          <TextInput id={id} label={t('proposals.contactName')} maxLength={200} value={entry.value.name ?? ''} onChange={(event) => set({ name: event.currentTarget.value })} />
          <TextInput label={t('proposals.contactTelephone')} type="tel" dir="ltr" maxLength={100} value={entry.value.telephone ?? ''} onChange={(event) => set({ telephone: event.currentTarget.value })} />
          <TextInput label={t('proposals.contactEmail')} type="email" dir="ltr" maxLength={254} value={entry.value.email ?? ''} onChange={(event) => set({ email: event.currentTarget.value })} />
        </>
      )}
      {error && <Text size="sm" c="red">{error}</Text>}
      {entry.question !== 'call-me' && (
        <>
          <Group grow align="end" preventGrowOverflow={false}>
            <Select label={t('proposals.sure')} allowDeselect={false} value={entry.certainty} onChange={(value) => onChange({ ...entry, certainty: (value ?? 'reported') as Entry['certainty'] })}
              data={(['assumed', 'reported', 'likely', 'confirmed'] as const).map((value) => ({ value, label: t(`facts.certainties.${value}`) }))} />
            <TextInput label={t('proposals.source')} maxLength={300} value={entry.source} onChange={(event) => onChange({ ...entry, source: event.currentTarget.value })} />
          </Group>
          <Textarea label={t('proposals.note')} autosize minRows={1} maxLength={2000} value={entry.note} onChange={(event) => onChange({ ...entry, note: event.currentTarget.value })} />
        </>
      )}
    </Stack>
  );
}

function Ways({ id, label, value, onChange }: { id: string; label: string; value: string[]; onChange: (value: string[]) => void }) {
  const { t } = useTranslation();
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>{label}</Text>
      <Chip.Group multiple value={value} onChange={onChange}>
        <Group gap={6} role="group" aria-label={label} id={id}>
          {channels.map((each) => <Chip key={each} value={each} size="sm" radius="sm" variant="outline">{t(`proposals.channel.${each}`)}</Chip>)}
        </Group>
      </Chip.Group>
    </div>
  );
}
