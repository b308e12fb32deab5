import { Button, Group, Paper, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ErrorSummary, fieldErrors } from '@/components/ErrorSummary';
import { useMe } from '@/features/session/me';
import { counterparts, open, useAct, writersQuery, type Opening } from './api';

const languages = ['en', 'fr', 'es', 'ar', 'de', 'it', 'pt', 'nl'];

/** With whom, about what, and who of ours has it. Nothing is sent by it. */
export function OpenThread({ incident, onDone }: { incident: string; onDone: () => void }) {
  const { t, i18n } = useTranslation();
  const go = useNavigate();
  const me = useMe();
  const writers = useQuery(writersQuery(incident));
  const [form, setForm] = useState<Opening>({ kind: 'authority', subject: '', name: '', address: '', language: 'en', assigned_to: me?.id });
  const begin = useAct(() => open(incident, { ...form, assigned_to: form.assigned_to || undefined }));
  const wrong = fieldErrors(begin.error);
  const names = new Intl.DisplayNames([i18n.language], { type: 'language' });
  const typed = (field: 'subject' | 'name' | 'address') => ({ id: field, value: form[field], error: wrong[field], onChange: (event: { currentTarget: { value: string } }) => setForm({ ...form, [field]: event.currentTarget.value }) });
  return (
    <Paper withBorder p="md" mb="md">
      <form aria-label={t('correspondence.open')} onSubmit={(event) => {
        event.preventDefault();
        begin.mutate(undefined, { onSuccess: (made) => void go(`/incidents/${incident}/correspondence/${made.id}`) });
      }}>
        <Stack gap="sm">
          <ErrorSummary errors={wrong} problem={begin.error} />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <Select id="kind" label={t('correspondence.kind')} allowDeselect={false} value={form.kind} error={wrong.kind} data={counterparts.map((value) => ({ value, label: t(`correspondence.kinds.${value}`) }))}
              onChange={(kind) => setForm({ ...form, kind: kind as Opening['kind'] })} />
            <Select id="language" label={t('correspondence.language')} allowDeselect={false} searchable value={form.language} error={wrong.language} data={languages.map((value) => ({ value, label: names.of(value) ?? value }))}
              onChange={(language) => setForm({ ...form, language: language ?? 'en' })} />
            <TextInput label={t('correspondence.name')} dir="auto" {...typed('name')} />
            <TextInput label={t('correspondence.address')} description={t('correspondence.addressHint')} type="email" dir="ltr" autoComplete="off" {...typed('address')} />
          </SimpleGrid>
          <TextInput label={t('correspondence.subject')} description={t('correspondence.subjectHint')} dir="auto" maxLength={120} {...typed('subject')} />
          <Select id="assigned_to" label={t('correspondence.assigned')} clearable searchable value={form.assigned_to ?? null} error={wrong.assigned_to} data={(writers.data?.items ?? []).map((each) => ({ value: each.id, label: each.name }))}
            onChange={(to) => setForm({ ...form, assigned_to: to ?? '' })} />
          <Group>
            <Button type="submit" loading={begin.isPending} disabled={!form.subject.trim() || !form.name.trim() || !form.address.trim()}>{t('correspondence.begin')}</Button>
            <Button variant="default" onClick={onDone}>{t('correspondence.cancel')}</Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}
