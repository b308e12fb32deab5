import { Button, Group, Modal, MultiSelect, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '@/components/ProblemBox';
import { handInProof } from '@/features/documents/api';
import { ProofFile } from '@/features/documents/ProofFile';
import { fieldErrors } from '@/components/ErrorSummary';
import { addBroadcast, kinds, type Body } from './api';

const empty: Body = { kind: 'radio', language: '', area: '', begins_on: '', ends_on: '', reach: {}, reach_how: '', group_ids: [] };

/** Writes a broadcast down. Its proof is handed in with it and kept sealed. */
export function AddBroadcast({ incident, groups, onClose }: { incident: string; groups: { id: string; name: string }[]; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [body, setBody] = useState<Body>(empty);
  const [file, setFile] = useState<File | null>(null);
  const set = (change: Partial<Body>) => setBody({ ...body, ...change });
  const add = useMutation({
    mutationFn: async () => addBroadcast(incident, file ? { ...body, document_id: (await handInProof(incident, file)).id } : body),
    onSuccess: async () => { await client.invalidateQueries({ queryKey: ['broadcasts', incident] }); await client.invalidateQueries({ queryKey: ['documents', incident] }); onClose(); },
  });
  function save(event: FormEvent) {
    event.preventDefault();
    add.mutate();
  }
  const count = (value: string | number) => (value === '' ? undefined : Number(value));
  return (
    <Modal opened onClose={onClose} size="lg" title={t('broadcasts.add')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={save}>
        <Stack>
          {add.error && <ProblemBox problem={add.error} />}
          <Group grow align="start">
            <Select label={t('broadcasts.what')} allowDeselect={false} value={body.kind} data={kinds.map((each) => ({ value: each, label: t(`broadcasts.kind.${each}`) }))} onChange={(next) => set({ kind: (next ?? 'radio') as Body['kind'] })} />
            <TextInput required label={t('broadcasts.languageCode')} maxLength={20} value={body.language} onChange={(event) => set({ language: event.currentTarget.value })} />
          </Group>
          <TextInput required label={t('broadcasts.area')} description={t('broadcasts.areaHint')} maxLength={200} value={body.area} onChange={(event) => set({ area: event.currentTarget.value })} />
          <Group grow>
            <TextInput type="date" required label={t('broadcasts.firstDay')} value={body.begins_on} onChange={(event) => set({ begins_on: event.currentTarget.value })} />
            <TextInput type="date" label={t('broadcasts.lastDay')} value={body.ends_on} onChange={(event) => set({ ends_on: event.currentTarget.value })} />
          </Group>
          <Group grow>
            <NumberInput label={t('broadcasts.reachLow')} min={0} allowDecimal={false} onChange={(value) => set({ reach: { ...body.reach, min: count(value) } })} />
            <NumberInput label={t('broadcasts.reachHigh')} min={0} allowDecimal={false} onChange={(value) => set({ reach: { ...body.reach, max: count(value) } })} />
          </Group>
          <TextInput label={t('broadcasts.reachHow')} maxLength={300} value={body.reach_how} onChange={(event) => set({ reach_how: event.currentTarget.value })} />
          <MultiSelect label={t('broadcasts.for')} searchable value={body.group_ids ?? []} data={groups.map((each) => ({ value: each.id, label: each.name }))} onChange={(next) => set({ group_ids: next })} />
          <ProofFile label={t('broadcasts.proof')} value={file} errors={fieldErrors(add.error)} onChange={setFile} />
          <Group justify="end"><Button variant="default" onClick={onClose}>{t('common.cancel')}</Button><Button type="submit" loading={add.isPending}>{t('common.save')}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
