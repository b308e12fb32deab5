import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { ErrorSummary, fieldErrors, type FormErrors } from '@/components/ErrorSummary';
import { TimeField } from '@/components/TimeField';
import { toast } from '@/components/Toasts';
import { serverNow } from '@/lib/clock';
import { useDraft } from '@/lib/draft';
import { instantOf, zonedOf, type ZonedInput } from '@/lib/time';
import { faultOf, handIn } from '@/features/documents/api';
import { onFile, ProofFile } from '@/features/documents/ProofFile';
import type { Filing } from './api';

/** The authority has it: when, and what shows it. Why it is late is asked only when that moment is after the limit of the law. */
export function FileDialog({ filing, onClose }: { filing: Filing; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [errors, setErrors] = useState<FormErrors>({});
  const [file, setFile] = useState<File | null>(null);
  const draft = useDraft<{ at: ZonedInput; reference: string; why: string }>(`filed:${filing.id}:${filing.reports.length}`, {
    at: zonedOf(new Date(serverNow()).toISOString(), filing.zone || 'UTC'), reference: '', why: filing.answers.find((each) => each.key === 'report.late_reason')?.value ?? '',
  });
  const at = instantOf(draft.value.at)?.at;
  const late = filing.kind === 'initial' && !!filing.due_at && !!at && new Date(at) > new Date(filing.due_at);
  const save = useMutation({
    mutationFn: async () => {
      const receipt = file ? await handIn(filing.incident_id, filing.party_id, file) : null;
      return take(api.POST('/api/filings/{filing_id}/told', {
        params: { path: { filing_id: filing.id } },
        body: {
          version: filing.version, filed_at: at ?? null, zone: draft.value.at.zone, reference: draft.value.reference.trim(), late_reason: late ? draft.value.why.trim() : '', document_id: receipt?.id ?? '',
        },
      }));
    },
    onSuccess: () => {
      draft.saved();
      toast(t('filings.filed'));
      void client.invalidateQueries({ queryKey: ['clocks'] });
      void client.invalidateQueries({ queryKey: ['incidents'] });
      onClose();
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    const found: FormErrors = {};
    if (!at) found.filed_at = t('filings.filedAtMissing');
    const fault = faultOf(file);
    if (fault) found.file = t(`documents.${fault}`);
    if (!draft.value.reference.trim() && !file) found.reference = t('filings.proofMissing');
    if (late && !draft.value.why.trim()) found.late_reason = t('filings.whyMissing');
    setErrors(found);
    if (Object.keys(found).length === 0) save.mutate();
  }
  const shown = { ...onFile(fieldErrors(save.error)), ...errors };
  return (
    <Modal opened onClose={onClose} size="lg" title={t('filings.markFiled')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text size="sm">{t('filings.markFiledText')}</Text>
          {filing.gaps > 0 && <Text size="sm">{t('filings.gapsLeft', { count: filing.gaps })}</Text>}
          <ErrorSummary errors={shown} problem={save.error} />
          <TimeField id="filed_at" label={t('filings.filedAt')} required value={draft.value.at} error={shown.filed_at} onChange={(value) => value && draft.set({ at: value })} />
          {late && (
            <Textarea id="late_reason" label={t('filings.why')} description={t('filings.whyHint')} autosize minRows={2} maxLength={2000} value={draft.value.why} error={shown.late_reason}
              onChange={(event) => draft.set({ why: event.currentTarget.value })} />
          )}
          <TextInput id="reference" label={t('filings.reference')} description={t('filings.referenceHint')} maxLength={500} value={draft.value.reference} error={shown.reference}
            onChange={(event) => draft.set({ reference: event.currentTarget.value })} />
          <ProofFile label={t('filings.document')} value={file} errors={shown} onChange={setFile} />
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="submit" loading={save.isPending}>{t('filings.markFiled')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
