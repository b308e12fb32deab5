import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { DraftNote } from '@/components/DraftNote';
import { ErrorSummary, fieldErrors } from '@/components/ErrorSummary';
import { TimeField } from '@/components/TimeField';
import { toast } from '@/components/Toasts';
import type { Incident } from '@/features/incidents/incident';
import { useDraft } from '@/lib/draft';
import { instantOf, zonedOf, type ZonedInput } from '@/lib/time';
import type { Party } from './api';
import { partyKinds, partyRoles, type PartyKind, type PartyRole } from './roles';

const answer = (value: boolean | null | undefined) => (value == null ? '' : String(value));
const said = (value: string) => (value === '' ? undefined : value === 'true');

/** One party, typed or edited: its role, its own moment of awareness with the reason, and its immunity if it claims one. */
export function PartyDialog({ incident, party, onClose }: { incident: Incident; party?: Party; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [removing, setRemoving] = useState(false);
  const draft = useDraft(`party:${incident.id}:${party?.id ?? 'new'}:${party?.version ?? 0}`, {
    name: party?.name ?? '', country: party?.country ?? '', role: (party?.role ?? 'controller') as PartyRole, kind: (party?.kind ?? '') as PartyKind | '',
    movement: answer(party?.movement), eea: answer(party?.eea_establishment), immunity: party?.immunity ?? '',
    aware: (party?.aware_at ? zonedOf(party.aware_at, party.aware_zone) : null) as ZonedInput | null, reason: party?.aware_reason ?? '',
  });
  const form = draft.value;
  const done = (text: string) => {
    draft.saved();
    toast(text);
    void client.invalidateQueries({ queryKey: ['incidents', incident.id] });
  };
  const save = useMutation({
    mutationFn: () => {
      const at = form.aware ? instantOf(form.aware)?.at : undefined;
      const moved = at !== party?.aware_at;
      const body = {
        name: form.name.trim(), country: form.country.trim(), role: form.role, kind: form.kind || undefined, sectors: party?.sectors, staff_count: party?.staff_count ?? undefined,
        movement: said(form.movement), eea_establishment: said(form.eea), immunity: form.immunity,
        ...(at && moved ? { aware_at: at, aware_zone: form.aware?.zone, aware_reason: form.reason } : {}),
      };
      return party
        ? take(api.PUT('/api/parties/{party_id}', { params: { path: { party_id: party.id } }, body: { ...body, version: party.version } }))
        : take(api.POST('/api/incidents/{incident_id}/parties', { params: { path: { incident_id: incident.id } }, body }));
    },
    onSuccess: () => {
      done(t('parties.saved'));
      onClose();
    },
  });
  const errors = fieldErrors(save.error);

  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }
  const threeWay = [{ value: '', label: t('common.notKnownYet') }, { value: 'true', label: t('common.yes') }, { value: 'false', label: t('common.no') }];

  return (
    <Modal opened onClose={onClose} size="lg" title={party ? party.name : t('parties.addParty')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <DraftNote draft={draft} />
          <ErrorSummary errors={errors} problem={save.error} />
          <TextInput id="name" label={t('societies.name')} value={form.name} error={errors.name} onChange={(event) => draft.set({ name: event.currentTarget.value })} />
          <Group grow align="start">
            <TextInput id="country" dir="ltr" label={t('societies.country')} description={t('parties.countryHint')} value={form.country} error={errors.country} onChange={(event) => draft.set({ country: event.currentTarget.value })} />
            <Select label={t('parties.role')} allowDeselect={false} value={form.role} data={partyRoles.map((value) => ({ value, label: t(`parties.roles.${value}`) }))}
              description={t('parties.roleHint')} onChange={(role) => draft.set({ role: (role ?? 'controller') as PartyRole })} />
          </Group>
          <Select label={t('parties.kind')} clearable placeholder={t('common.notKnownYet')} value={form.kind || null} data={partyKinds.map((value) => ({ value, label: t(`parties.kinds.${value}`) }))}
            onChange={(kind) => draft.set({ kind: (kind ?? '') as PartyKind | '' })} />
          <Group grow>
            <Select label={t('parties.movement')} allowDeselect={false} data={threeWay} value={form.movement} onChange={(value) => draft.set({ movement: value ?? '' })} />
            <Select label={t('parties.eea')} allowDeselect={false} data={threeWay} value={form.eea} onChange={(value) => draft.set({ eea: value ?? '' })} />
          </Group>
          <TextInput id="immunity" label={t('societies.immunity')} description={t('societies.immunityHint')} value={form.immunity} error={errors.immunity} onChange={(event) => draft.set({ immunity: event.currentTarget.value })} />
          <TimeField id="aware_at" label={t('parties.aware')} description={t('parties.awareHint')} value={form.aware} error={errors.aware_at} onChange={(aware) => draft.set({ aware })} />
          <TextInput id="aware_reason" label={t('facts.reason')} value={form.reason} error={errors.aware_reason} onChange={(event) => draft.set({ reason: event.currentTarget.value })} />
          <Group justify="space-between">
            {party ? <Button variant="subtle" color="red" onClick={() => setRemoving(true)}>{t('common.remove')}</Button> : <Text />}
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
              <Button type="submit" loading={save.isPending}>{t('common.save')}</Button>
            </Group>
          </Group>
        </Stack>
      </form>
      {party && (
        <ConfirmWithReason opened={removing} onClose={() => setRemoving(false)} title={t('parties.remove')} action={t('parties.remove')}
          onConfirm={async (reason) => {
            await api.POST('/api/parties/{party_id}/remove', { params: { path: { party_id: party.id } }, body: { version: party.version, reason } });
            done(t('parties.removed'));
            onClose();
          }}>
          {t('parties.removeText')}
        </ConfirmWithReason>
      )}
    </Modal>
  );
}
