import { Button, Group, Modal, MultiSelect, Select, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { ErrorSummary, fieldErrors, type FormErrors } from '@/components/ErrorSummary';
import { toast } from '@/components/Toasts';
import type { Incident } from '@/features/incidents/incident';
import { useDraft } from '@/lib/draft';
import { PartyDialog } from './PartyDialog';
import { partyRoles, type PartyRole } from './roles';

/** Adds organisations of the directory, one or sixty at once, with their role; their own moments of awareness can be said later. */
export function AddPartiesDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const draft = useDraft(`parties:${incident.id}`, { chosen: [] as { value: string; label: string }[], role: 'controller' as PartyRole });
  const form = draft.value;
  const [find, setFind] = useState('');
  const [text] = useDebouncedValue(find, 250);
  const [errors, setErrors] = useState<FormErrors>({});
  const [typed, setTyped] = useState(false);
  const found = useQuery({
    queryKey: ['organisations', 'choose', text],
    queryFn: ({ signal }) => take(api.GET('/api/organisations', { params: { query: { text: text || undefined, limit: 200 } }, signal })),
  });
  const options = [...form.chosen, ...(found.data?.items ?? []).filter((entry) => !form.chosen.some((each) => each.value === entry.id)).map((entry) => ({ value: entry.id, label: entry.name }))];
  const save = useMutation({
    mutationFn: () => take(api.POST('/api/incidents/{incident_id}/parties/many', {
      params: { path: { incident_id: incident.id } }, body: { organisation_ids: form.chosen.map((each) => each.value), role: form.role },
    })),
    onSuccess: (answer) => {
      draft.saved();
      toast(t('parties.added', { count: answer.items.length, skipped: answer.skipped }));
      void client.invalidateQueries({ queryKey: ['incidents', incident.id] });
      onClose();
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    const wrong: FormErrors = form.chosen.length ? {} : { organisations: t('parties.chooseOne') };
    setErrors(wrong);
    if (Object.keys(wrong).length === 0) save.mutate();
  }

  if (typed) return <PartyDialog incident={incident} onClose={onClose} />;
  return (
    <Modal opened onClose={onClose} size="lg" title={t('parties.addParties')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ErrorSummary errors={{ ...fieldErrors(save.error), ...errors }} problem={save.error} />
          <MultiSelect id="organisations" label={t('parties.fromDirectory')} description={t('parties.fromDirectoryHint')} searchable clearable hidePickedOptions searchValue={find} onSearchChange={setFind}
            data={options} value={form.chosen.map((each) => each.value)} error={errors.organisations}
            onChange={(ids) => draft.set({ chosen: ids.map((id) => options.find((each) => each.value === id) ?? { value: id, label: id }) })} />
          <Select label={t('parties.role')} allowDeselect={false} value={form.role} data={partyRoles.map((value) => ({ value, label: t(`parties.roles.${value}`) }))}
            onChange={(role) => draft.set({ role: (role ?? 'controller') as PartyRole })} />
          <Text size="sm" c="dimmed">{t('parties.awareLater')}</Text>
          <Group justify="space-between">
            <Button variant="subtle" onClick={() => setTyped(true)}>{t('parties.notInDirectory')}</Button>
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
              <Button type="submit" loading={save.isPending}>{t('common.add')}</Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
