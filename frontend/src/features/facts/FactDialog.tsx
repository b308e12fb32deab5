import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { DraftNote } from '@/components/DraftNote';
import { ErrorSummary, fieldErrors } from '@/components/ErrorSummary';
import { TimeField } from '@/components/TimeField';
import { toast } from '@/components/Toasts';
import { useVocabulary, type Incident } from '@/features/incidents/incident';
import { partiesQuery } from '@/features/parties/api';
import { useCan } from '@/features/session/me';
import { useDraft } from '@/lib/draft';
import { instantOf, zonedOf, type ZonedInput } from '@/lib/time';
import { currentFactsQuery } from './api';
import { FactInput, shapeOf, type FactShape } from './FactInput';
import { useFactLabels } from './labels';
import { sent, type FactValue } from './value';

type Certainty = 'assumed' | 'reported' | 'likely' | 'confirmed';

type Said = { value: FactValue; certainty: Certainty; source: string; learnt: ZonedInput | null; party: string; reason: string };

/** Says one fact anew: the answer, how certain, who says so, when it was learnt, and about whom. What was said before stays. */
export function FactDialog({ incident, factKey, onClose }: { incident: Incident; factKey: string; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const can = useCan();
  const navigate = useNavigate();
  const vocabulary = useVocabulary();
  const label = useFactLabels([factKey]);
  const parties = useQuery(partiesQuery(incident.id));
  const current = useQuery(currentFactsQuery(incident.id)).data?.items.find((fact) => fact.key === factKey);
  const word = vocabulary?.facts.find((fact) => fact.key === factKey);
  const shape: FactShape = word ? shapeOf(word) : { key: factKey, kind: 'bool', words: [] };
  const draft = useDraft<Said>(`fact:${incident.id}:${factKey}`, {
    value: startOf(current?.value, current?.zone ?? '', shape.kind), certainty: 'reported', source: '', learnt: null, party: '', reason: '',
  });
  const form = draft.value;
  const save = useMutation({
    mutationFn: () => take(api.POST('/api/incidents/{incident_id}/facts', {
      params: { path: { incident_id: incident.id } },
      body: {
        facts: [{
          key: factKey, ...sent(form.value), certainty: form.certainty, source: form.source, party_id: form.party || undefined, reason: form.reason || undefined,
          learnt_at: (form.learnt && instantOf(form.learnt)?.at) ?? undefined,
        }],
      },
    })),
    onSuccess: () => {
      draft.saved();
      toast(t('facts.saved'), 'check', can('read-record') ? { label: t('differences.see'), run: () => void navigate(`/incidents/${incident.id}/changes`) } : undefined);
      void client.invalidateQueries({ queryKey: ['incidents', incident.id] });
      void client.invalidateQueries({ queryKey: ['clocks'] });
      onClose();
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }

  return (
    <Modal opened onClose={onClose} size="lg" title={label(factKey)} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <DraftNote draft={draft} />
          <ErrorSummary errors={fieldErrors(save.error)} problem={save.error} />
          <FactInput id="value" label={t('facts.value')} shape={shape} value={form.value} onChange={(value) => draft.set({ value })} />
          <Select label={t('facts.certainty')} allowDeselect={false} value={form.certainty} onChange={(value) => draft.set({ certainty: (value ?? 'reported') as Certainty })}
            data={(['assumed', 'reported', 'likely', 'confirmed'] as const).map((value) => ({ value, label: t(`facts.certainties.${value}`) }))} />
          <TextInput label={t('facts.source')} description={t('facts.sourceHint')} value={form.source} onChange={(event) => draft.set({ source: event.currentTarget.value })} />
          <Select label={t('facts.about')} clearable placeholder={t('facts.wholeIncident')} value={form.party || null} onChange={(party) => draft.set({ party: party ?? '' })}
            data={parties.data?.items.map((party) => ({ value: party.id, label: party.name })) ?? []} searchable />
          {form.party && factKey === 'aware_at' && (
            <TextInput id="reason" label={t('facts.reason')} value={form.reason} onChange={(event) => draft.set({ reason: event.currentTarget.value })} />
          )}
          <Stack gap={4}>
            <TimeField id="learnt" label={t('facts.learnt')} description={t('facts.learntHint')} value={form.learnt} onChange={(learnt) => draft.set({ learnt })} />
          </Stack>
          <Text size="sm" c="dimmed">{t('facts.lead')}</Text>
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="submit" loading={save.isPending}>{t('facts.add')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

// A number that was said plainly is edited as a range whose ends meet.
function startOf(value: unknown, zone: string, kind: string): FactValue {
  if (value === null || value === undefined) return null;
  if (kind === 'moment' && typeof value === 'string') return zonedOf(value, zone || 'UTC');
  return value as FactValue;
}
