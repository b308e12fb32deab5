import { Button, Group, MultiSelect, Select, Stack, TagsInput, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { DraftNote } from '@/components/DraftNote';
import { ErrorSummary, fieldErrors } from '@/components/ErrorSummary';
import { toast } from '@/components/Toasts';
import { RangeInput, type RangeValue } from '@/features/facts/FactInput';
import { wordLabel } from '@/features/facts/value';
import { useVocabulary } from '@/features/incidents/incident';
import { useDraft } from '@/lib/draft';
import type { Group as PeopleGroup } from './api';
import { ResidenceInput, type Residence } from './ResidenceInput';

type Certainty = 'assumed' | 'reported' | 'likely' | 'confirmed';
const range = (value: RangeValue | null) => ({ min: value?.min ?? undefined, max: value?.max ?? undefined, exact: value?.exact || undefined });

type Props = { incident: string; party: string; dataSet: string; group?: PeopleGroup; onDone: () => void };

/** A group as it is known now. A new count is added to its history, never written over the old one. */
export function GroupForm({ incident, party, dataSet, group, onDone }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const vocabulary = useVocabulary();
  const words = (key: string) => (vocabulary?.facts.find((fact) => fact.key === key)?.words ?? []).map((value) => ({ value, label: wordLabel(value) }));
  const draft = useDraft(`group:${group?.id ?? `${party}:${dataSet}`}:${group?.version ?? 0}`, {
    name: group?.name ?? '', kinds: group?.kinds ?? [], vulnerabilities: group?.vulnerabilities ?? [], categories: group?.categories ?? [], languages: group?.languages ?? [],
    count: (group?.count ?? null) as RangeValue | null, residence: (group?.residence ?? {}) as Residence, certainty: 'reported' as Certainty, source: '',
  });
  const form = draft.value;
  const save = useMutation({
    mutationFn: () => {
      const body = {
        ...form, party_id: party, data_set_id: dataSet || undefined, count: range(form.count),
        residence: Object.fromEntries(Object.entries(form.residence).map(([code, value]) => [code, range(value)])),
      };
      return group
        ? take(api.PUT('/api/people-groups/{group_id}', { params: { path: { group_id: group.id } }, body: { ...body, version: group.version } }))
        : take(api.POST('/api/incidents/{incident_id}/people-groups', { params: { path: { incident_id: incident } }, body }));
    },
    onSuccess: () => {
      draft.saved();
      toast(t('parties.groupSaved'));
      void client.invalidateQueries({ queryKey: ['incidents', incident] });
      onDone();
    },
  });
  const errors = fieldErrors(save.error);

  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }
  const unknown = (list: string[]) => (list.length ? undefined : t('common.notKnownYet'));

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <DraftNote draft={draft} />
        <ErrorSummary errors={errors} problem={save.error} />
        <TextInput id="name" label={t('parties.groupName')} description={t('parties.groupNameHint')} value={form.name} error={errors.name} onChange={(event) => draft.set({ name: event.currentTarget.value })} />
        <div>
          <Text size="sm" fw={600} mb={4}>{t('parties.howMany')}</Text>
          <RangeInput id="count" label={t('parties.howMany')} value={form.count} onChange={(count) => draft.set({ count })} />
        </div>
        <Group grow align="start">
          <Select label={t('facts.certainty')} allowDeselect={false} value={form.certainty} onChange={(value) => draft.set({ certainty: (value ?? 'reported') as Certainty })}
            data={(['assumed', 'reported', 'likely', 'confirmed'] as const).map((value) => ({ value, label: t(`facts.certainties.${value}`) }))} />
          <TextInput label={t('facts.source')} value={form.source} onChange={(event) => draft.set({ source: event.currentTarget.value })} />
        </Group>
        <MultiSelect label={t('parties.kinds_of_people')} placeholder={unknown(form.kinds)} searchable data={words('subjects_kinds')} value={form.kinds} onChange={(kinds) => draft.set({ kinds })} />
        <MultiSelect label={t('parties.vulnerabilities')} placeholder={unknown(form.vulnerabilities)} searchable value={form.vulnerabilities} onChange={(vulnerabilities) => draft.set({ vulnerabilities })}
          data={(vocabulary?.vulnerabilities ?? []).map((value) => ({ value, label: wordLabel(value) }))} />
        <MultiSelect label={t('parties.categories')} placeholder={form.categories.length ? undefined : t('parties.ofDataSet')} searchable data={words('data_categories')} value={form.categories}
          onChange={(categories) => draft.set({ categories })} />
        <ResidenceInput value={form.residence} onChange={(residence) => draft.set({ residence })} />
        <TagsInput dir="ltr" label={t('societies.languages')} description={t('societies.languagesHint')} value={form.languages} onChange={(languages) => draft.set({ languages })} />
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={onDone}>{t('common.cancel')}</Button>
          <Button type="submit" loading={save.isPending}>{t('common.save')}</Button>
        </Group>
      </Stack>
    </form>
  );
}
