import { Autocomplete, Button, Group, Modal, MultiSelect, Stack, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { DraftNote } from '@/components/DraftNote';
import { ErrorSummary, fieldErrors } from '@/components/ErrorSummary';
import { toast } from '@/components/Toasts';
import { wordLabel } from '@/features/facts/value';
import { useVocabulary } from '@/features/incidents/incident';
import { useDraft } from '@/lib/draft';
import type { DataSet } from './api';

/** A data set chosen from the catalogue brings its categories along; they can be corrected. */
export function DataSetDialog({ incident, dataSet, onClose }: { incident: string; dataSet?: DataSet; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const vocabulary = useVocabulary();
  const catalogue = useQuery({ queryKey: ['catalogue'], staleTime: Infinity, queryFn: ({ signal }) => take(api.GET('/api/catalogue', { signal })) }).data?.items ?? [];
  const draft = useDraft(`data-set:${incident}:${dataSet?.id ?? 'new'}:${dataSet?.version ?? 0}`, { name: dataSet?.name ?? '', categories: dataSet?.categories ?? [], notes: dataSet?.notes ?? '' });
  const form = draft.value;
  const save = useMutation({
    mutationFn: () => dataSet
      ? take(api.PUT('/api/incidents/{incident_id}/data-sets/{data_set_id}', { params: { path: { incident_id: incident, data_set_id: dataSet.id } }, body: { ...form, version: dataSet.version } }))
      : take(api.POST('/api/incidents/{incident_id}/data-sets', { params: { path: { incident_id: incident } }, body: form })),
    onSuccess: () => {
      draft.saved();
      toast(t('parties.dataSetSaved'));
      void client.invalidateQueries({ queryKey: ['incidents', incident] });
      onClose();
    },
  });
  const errors = fieldErrors(save.error);
  const words = vocabulary?.facts.find((fact) => fact.key === 'data_categories')?.words ?? [];

  function choose(name: string) {
    const known = catalogue.find((each) => each.name === name);
    draft.set(known ? { name, categories: known.categories } : { name });
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }

  return (
    <Modal opened onClose={onClose} size="lg" title={dataSet?.name ?? t('parties.addDataSet')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <DraftNote draft={draft} />
          <ErrorSummary errors={errors} problem={save.error} />
          <Autocomplete id="name" label={t('parties.dataSet')} description={t('parties.dataSetHint')} value={form.name} error={errors.name} onChange={choose} data={catalogue.map((each) => each.name)} />
          <MultiSelect id="categories" label={t('parties.categories')} placeholder={form.categories.length ? undefined : t('common.notKnownYet')} searchable value={form.categories} error={errors.categories}
            data={words.map((value) => ({ value, label: wordLabel(value) }))} onChange={(categories) => draft.set({ categories })} />
          <Textarea id="notes" label={t('societies.notes')} autosize minRows={2} value={form.notes} onChange={(event) => draft.set({ notes: event.currentTarget.value })} />
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="submit" loading={save.isPending}>{t('common.save')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
