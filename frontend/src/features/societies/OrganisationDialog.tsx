import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { DraftNote } from '@/components/DraftNote';
import { ErrorSummary, fieldErrors, type FormErrors } from '@/components/ErrorSummary';
import { toast } from '@/components/Toasts';
import { useDraft } from '@/lib/draft';
import { kinds, word, type Kind, type Organisation } from './directory';

const texts = ['country', 'region', 'timezone', 'immunity', 'portal'] as const;

/** Adds an entry, or edits the one given at the version that was read. */
export function OrganisationDialog({ entry, onClose }: { entry?: Organisation; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [errors, setErrors] = useState<FormErrors>({});
  const draft = useDraft(`organisation:${entry?.id ?? 'new'}:${entry?.version ?? 0}`, {
    kind: (entry?.kind ?? 'national-society') as Kind,
    name: entry?.name ?? '', country: entry?.country ?? '', region: entry?.region ?? '', timezone: entry?.timezone ?? '', immunity: entry?.immunity ?? '',
    portal: entry?.portal ?? '', notes: entry?.notes ?? '', languages: entry?.languages.join(', ') ?? '',
  });
  const form = draft.value;
  const save = useMutation({
    mutationFn: () => {
      const body = { ...form, emblem: entry?.emblem, languages: form.languages.split(/[\s,;]+/).filter(Boolean) };
      return entry
        ? take(api.PUT('/api/organisations/{organisation_id}', { params: { path: { organisation_id: entry.id } }, body: { ...body, version: entry.version } }))
        : take(api.POST('/api/organisations', { body }));
    },
    onSuccess: (saved) => {
      draft.saved();
      toast(t('societies.saved'));
      void client.invalidateQueries({ queryKey: ['organisations'] });
      if (!entry) void navigate(`/societies/${saved.id}`);
      onClose();
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    const found: FormErrors = form.name.trim() ? {} : { name: t('societies.nameMissing') };
    setErrors(found);
    if (Object.keys(found).length === 0) save.mutate();
  }
  const shown = { ...fieldErrors(save.error), ...errors };

  return (
    <Modal opened onClose={onClose} size="lg" title={entry ? t('societies.edit') : t('societies.add')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <DraftNote draft={draft} />
          <ErrorSummary errors={shown} problem={save.error} />
          <Select label={t('societies.kind')} allowDeselect={false} value={form.kind} data={kinds.map((value) => ({ value, label: word('kinds', value, t) }))}
            onChange={(kind) => kind && draft.set({ kind: kind as Kind })} />
          <TextInput id="name" label={t('societies.name')} value={form.name} error={shown.name} onChange={(event) => draft.set({ name: event.currentTarget.value })} />
          <TextInput id="languages" label={t('societies.languages')} description={t('societies.languagesHint')} value={form.languages} error={shown.languages}
            onChange={(event) => draft.set({ languages: event.currentTarget.value })} dir="ltr" />
          {texts.map((field) => (
            <TextInput key={field} id={field} label={t(`societies.${field}`)} description={field === 'immunity' ? t('societies.immunityHint') : undefined} value={form[field]}
              error={shown[field]} onChange={(event) => draft.set({ [field]: event.currentTarget.value })} />
          ))}
          <Textarea id="notes" label={t('societies.notes')} autosize minRows={2} value={form.notes} error={shown.notes} onChange={(event) => draft.set({ notes: event.currentTarget.value })} />
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="submit" loading={save.isPending}>{t('common.save')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
