import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { ErrorSummary, fieldErrors, type FormErrors } from '@/components/ErrorSummary';
import { toast } from '@/components/Toasts';
import { serverNow } from '@/lib/clock';
import { useDraft } from '@/lib/draft';
import { zonedOf } from '@/lib/time';
import { take } from '@/api/take';
import { faultOf, handIn } from '@/features/documents/api';
import { onFile, ProofFile } from '@/features/documents/ProofFile';
import type { ClockRow } from './clocks';

/** Done needs proof: the day at the authority, and its reference or a document. */
export function DischargeDialog({ row, onClose, onDone }: { row: ClockRow; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const [errors, setErrors] = useState<FormErrors>({});
  const [file, setFile] = useState<File | null>(null);
  const draft = useDraft(`discharge:${row.id}`, { on: zonedOf(new Date(serverNow()).toISOString(), row.zone || 'UTC').date, reference: '' });
  const save = useMutation({
    mutationFn: async () => {
      const document = file ? await handIn(row.incident_id, row.party_id, file) : null;
      return take(api.POST('/api/obligations/{obligation_id}/discharge', {
        params: { path: { obligation_id: row.id } }, body: { version: row.version, proof_on: draft.value.on, reference: draft.value.reference.trim(), document_id: document?.id ?? '' },
      }));
    },
    onSuccess: () => {
      draft.saved();
      toast(t('clocks.discharged'));
      onDone();
      onClose();
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    const found: FormErrors = {};
    if (!draft.value.on) found.proof_on = t('clocks.proofOnMissing');
    const fault = faultOf(file);
    if (fault) found.file = t(`documents.${fault}`);
    if (!draft.value.reference.trim() && !file) found.reference = t('clocks.referenceMissing');
    setErrors(found);
    if (Object.keys(found).length === 0) save.mutate();
  }
  const shown = { ...onFile(fieldErrors(save.error)), ...errors };

  return (
    <Modal opened onClose={onClose} title={t('clocks.discharge')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text size="sm">{t('clocks.dischargeText', { what: row.what })}</Text>
          <ErrorSummary errors={shown} problem={save.error} />
          <TextInput id="proof_on" type="date" label={t('clocks.proofOn')} description={row.zone} value={draft.value.on} error={shown.proof_on} onChange={(event) => draft.set({ on: event.currentTarget.value })} />
          <TextInput id="reference" label={t('clocks.reference')} description={t('clocks.referenceHint')} value={draft.value.reference} error={shown.reference}
            onChange={(event) => draft.set({ reference: event.currentTarget.value })} />
          <ProofFile label={t('clocks.document')} value={file} errors={shown} onChange={setFile} />
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="submit" loading={save.isPending}>{t('clocks.discharge')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
