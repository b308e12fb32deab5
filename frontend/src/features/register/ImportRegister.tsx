import { Button, FileInput, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '@/components/ProblemBox';
import { toast } from '@/components/Toasts';
import { importRegister } from './api';

/** Brings in a register that was kept before: looked at first, each column named, every row accounted for. */
export function ImportRegister({ fields, onClose }: { fields: string[]; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [mapping, setMapping] = useState<Record<string, string> | null>(null);
  const bring = useMutation({
    mutationFn: (trial: boolean) => importRegister(file!, mapping, trial),
    onSuccess: async (report) => {
      setMapping(report.mapping);
      if (!report.applied) return;
      toast(t('register.done', { added: report.added }));
      await client.invalidateQueries({ queryKey: ['register'] });
      onClose();
    },
  });
  const report = bring.data;
  return (
    <Modal opened onClose={onClose} size="lg" title={t('register.import')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack>
        {bring.error && <ProblemBox problem={bring.error} />}
        <FileInput label={t('register.file')} accept=".csv,.xlsx" clearable value={file} onChange={(next) => { setFile(next); setMapping(null); bring.reset(); }} />
        {report?.header.map((column) => (
          <Group key={column} grow align="end">
            <Text size="sm"><bdi>{column}</bdi></Text>
            <Select aria-label={`${t('register.readAs')}: ${column}`} clearable placeholder={t('register.notRead')} value={mapping?.[column] ?? null}
              data={fields.map((each) => ({ value: each, label: t(`register.fields.${each as 'reference'}`) }))}
              onChange={(next) => setMapping(Object.fromEntries(Object.entries({ ...mapping, [column]: next ?? '' }).filter(([, field]) => field)))} />
          </Group>
        ))}
        {report && <Text size="sm">{t('register.report', { rows: report.rows, added: report.added, already: report.already, bad: report.bad })}</Text>}
        {report?.errors.slice(0, 20).map((each) => <Text key={`${each.line}${each.column}${each.detail}`} size="xs">{t('register.line', { line: each.line })}: <bdi>{each.column}</bdi> {each.detail}</Text>)}
        <Group justify="end">
          <Button variant="default" disabled={!file} loading={bring.isPending} onClick={() => bring.mutate(true)}>{t('register.try')}</Button>
          <Button disabled={!report || report.bad > 0} loading={bring.isPending} onClick={() => bring.mutate(false)}>{t('register.apply')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
