import { Button, Checkbox, FileInput, Group, List, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '@/components/ProblemBox';
import { exportFile, importFile, type View } from './api';

/** Out to a translator and back: every line of what comes back is accounted for. */
export function Files({ view, onDone }: { view: View; onDone: () => void }) {
  const { t } = useTranslation();
  const [bringing, setBringing] = useState(false);
  const out = useMutation({ mutationFn: (format: 'xliff' | 'csv') => exportFile(view, format) });
  return (
    <>
      <Button variant="default" loading={out.isPending} onClick={() => out.mutate('xliff')}>{t('translations.exportXliff')}</Button>
      <Button variant="default" loading={out.isPending} onClick={() => out.mutate('csv')}>{t('translations.exportCsv')}</Button>
      <Button variant="default" onClick={() => setBringing(true)}>{t('translations.import')}</Button>
      {out.error && <ProblemBox problem={out.error} />}
      {bringing && <Bring view={view} onDone={onDone} onClose={() => setBringing(false)} />}
    </>
  );
}

const results = ['accepted', 'unchanged', 'empty', 'stale', 'broken', 'conflict', 'duplicate', 'unknown'] as const;

function Bring({ view, onDone, onClose }: { view: View; onDone: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  const [file, setFile] = useState<File | null>(null);
  const [over, setOver] = useState(false);
  const send = useMutation({ mutationFn: (chosen: File) => importFile(view, chosen, over), onSuccess: onDone });
  const refused = send.data?.lines.filter((line) => ['stale', 'broken', 'conflict', 'duplicate', 'unknown'].includes(line.result)) ?? [];
  return (
    <Modal opened onClose={onClose} title={t('translations.import')} size="lg" closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack>
        <Text size="sm">{t('translations.importLead')}</Text>
        <FileInput label={t('translations.chooseFile')} accept=".xlf,.xliff,.xml,.csv" value={file} onChange={(chosen) => { setFile(chosen); send.reset(); }} />
        <Checkbox label={t('translations.over')} checked={over} onChange={(event) => setOver(event.currentTarget.checked)} />
        {send.error && <ProblemBox problem={send.error} />}
        {send.data && (
          <div role="status">
            <List size="sm">{results.filter((each) => (send.data.count[each] ?? 0) > 0).map((each) => <List.Item key={each}>{t(`translations.result.${each}`, { count: send.data.count[each] })}</List.Item>)}</List>
            {refused.length > 0 && <Text size="sm" mt="xs" fw={600}>{t('translations.notTaken')}</Text>}
            <List size="sm">{refused.map((line, index) => <List.Item key={index}><bdi>{line.target}</bdi> <Text span size="xs" c="dimmed">{line.detail}</Text></List.Item>)}</List>
          </div>
        )}
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={onClose}>{t('common.close')}</Button>
          <Button disabled={!file} loading={send.isPending} onClick={() => file && send.mutate(file)}>{t('translations.bringIn')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
