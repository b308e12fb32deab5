import { Button, FileInput, Group, Modal, Progress, Select, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '@/components/ProblemBox';
import { groupsQuery, importQuery, importsQuery, partiesQuery, Stopped, upload } from './api';
import { sizeWords } from './size';

/** Brings the file to the server, where it waits, encrypted, until its columns are confirmed. Nobody is added yet. */
export function UploadDialog({ incident, onClose, onUploaded }: { incident: string; onClose: () => void; onUploaded: (id: string) => void }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const parties = useQuery(partiesQuery(incident));
  const groups = useQuery(groupsQuery(incident));
  const [file, setFile] = useState<File | null>(null);
  const [party, setParty] = useState<string | null>(null);
  const [group, setGroup] = useState<string | null>(null);
  const [sent, setSent] = useState<number | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const running = useRef<(() => void) | null>(null);
  const offered = (groups.data?.items ?? []).filter((each) => !party || each.party_id === party);

  async function go() {
    if (!file) return;
    setProblem(null);
    setSent(0);
    const { done, stop } = upload(incident, file, { party: party ?? undefined, group: group ?? undefined }, setSent);
    running.current = stop;
    try {
      const now = await done;
      client.setQueryData(importQuery(now.id).queryKey, now);
      void client.invalidateQueries({ queryKey: importsQuery(incident).queryKey });
      onUploaded(now.id);
      onClose();
    } catch (cause) {
      if (!(cause instanceof Stopped)) setProblem(cause);
    } finally {
      running.current = null;
      setSent(null);
    }
  }

  const close = () => { running.current?.(); onClose(); };
  const percent = file && sent !== null ? Math.floor((100 * sent) / Math.max(1, file.size)) : 0;
  return (
    <Modal opened onClose={close} title={t('people.upload')} size="lg" closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack>
        <Text size="sm">{t('people.uploadText')}</Text>
        {problem !== null && <ProblemBox problem={problem} />}
        <FileInput label={t('people.file')} description={t('people.fileHint')} accept=".csv,.tsv,.txt,.xlsx" value={file} onChange={setFile} disabled={sent !== null} />
        <Select label={t('people.whose')} description={t('people.whoseHint')} clearable searchable limit={80} placeholder={t('people.columnSays')} value={party} disabled={sent !== null}
          data={(parties.data?.items ?? []).map((each) => ({ value: each.id, label: each.name }))} onChange={(next) => { setParty(next); setGroup(null); }} />
        <Select label={`${t('people.group')} (${t('common.optional')})`} clearable searchable limit={80} value={group} disabled={sent !== null || !party}
          data={offered.map((each) => ({ value: each.id, label: each.name || each.id }))} onChange={setGroup} />
        {sent !== null && file && (
          <div>
            <Progress value={Math.min(100, percent)} aria-label={t('people.uploading', { percent: Math.min(100, percent) })} />
            <Text size="sm" c="dimmed" mt={4} role="status"><bdi>{t('people.uploaded', { sent: sizeWords(Math.min(sent, file.size), i18n.language), total: sizeWords(file.size, i18n.language) })}</bdi></Text>
          </div>
        )}
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={close}>{sent === null ? t('common.cancel') : t('people.stopUpload')}</Button>
          <Button disabled={!file} loading={sent !== null} onClick={() => void go()}>{t('people.uploadGo')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
