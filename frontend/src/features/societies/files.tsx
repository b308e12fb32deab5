import { Alert, Button, FileInput, Group, List, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';
import { ProblemBox } from '@/components/ProblemBox';
import { toast } from '@/components/Toasts';
import { saveFile } from '@/lib/download';

type Report = components['schemas']['Report'];

export async function exportDirectory(format: 'csv' | 'xlsx'): Promise<void> {
  const content = await take(api.POST('/api/directory/export', { body: { format }, parseAs: 'blob' }));
  saveFile(content as unknown as Blob, `directory.${format}`);
}

/** Tries the table first and shows what would happen; only then is it brought in, all rows or none. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const send = useMutation({
    mutationFn: (trial: boolean): Promise<Report> =>
      take(api.POST('/api/directory/import', {
        params: { query: { trial } },
        body: file as never,
        bodySerializer: (content) => content as unknown as BodyInit,
        headers: { 'Content-Type': 'application/octet-stream' },
      })),
    onSuccess: (report) => {
      if (!report.applied) return;
      toast(t('societies.importApplied'));
      void client.invalidateQueries({ queryKey: ['organisations'] });
      onClose();
    },
  });
  const report = send.data;

  return (
    <Modal opened onClose={onClose} title={t('societies.import')} size="lg" closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack>
        <Text size="sm">{t('societies.importLead')}</Text>
        <FileInput label={t('societies.importChoose')} accept=".csv,.xlsx" value={file} onChange={(chosen) => { setFile(chosen); send.reset(); }} />
        {send.error && <ProblemBox problem={send.error} />}
        {report && report.errors.length > 0 && (
          <Alert color="red" variant="light" title={t('societies.importErrors')}>
            <List size="sm">
              {report.errors.map((each) => <List.Item key={`${each.line}${each.column}${each.detail}`}>{t('societies.importRow', { row: each.line, column: each.column, detail: each.detail })}</List.Item>)}
            </List>
          </Alert>
        )}
        {report && report.errors.length === 0 && (
          <Text size="sm" role="status">
            {t('societies.importResult', {
              count: report.rows, added: report.added, changed: report.changed, unchanged: report.unchanged,
              contactsAdded: report.contacts_added, contactsChanged: report.contacts_changed,
            })}
          </Text>
        )}
        {report && report.unknown_columns.length > 0 && <Text size="sm" c="dimmed">{t('societies.importUnknown', { columns: report.unknown_columns.join(', ') })}</Text>}
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
          {report && report.errors.length === 0
            ? <Button loading={send.isPending} onClick={() => send.mutate(false)}>{t('societies.importApply')}</Button>
            : <Button disabled={!file} loading={send.isPending} onClick={() => send.mutate(true)}>{t('societies.importTry')}</Button>}
        </Group>
      </Stack>
    </Modal>
  );
}
