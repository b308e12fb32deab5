import { Alert, Button, Group, List, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';
import { ProblemBox } from '@/components/ProblemBox';
import { useCan } from '@/features/session/me';
import { approve, submit, type Language } from '@/features/statements/api';
import { useApproval } from '@/features/approvals/api';
import { ReaderView } from '@/features/statements/ReaderView';
import type { ClockRow } from './clocks';

type Draft = components['schemas']['NoticeDraft'];

/** The notice of one obligation: begun from our template on the first opening, then written, submitted, and approved by another person. */
export function NoticeDialog({ row, onClose }: { row: ClockRow; onClose: () => void }) {
  const { t } = useTranslation();
  const can = useCan();
  const params = { path: { obligation_id: row.id } };
  const load = useQuery({
    queryKey: ['notice-draft', row.id],
    queryFn: () => take(row.text_id || !can('draft-texts') ? api.GET('/api/obligations/{obligation_id}/draft', { params }) : api.POST('/api/obligations/{obligation_id}/draft', { params })),
    refetchOnWindowFocus: false,
  });
  return (
    <Modal opened onClose={onClose} size="xl" title={t('clocks.notice')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <ProblemBox problem={load.error} />
      {load.data && <Notice key={load.data.versions[0]!.number} draft={load.data} />}
    </Modal>
  );
}

function Notice({ draft }: { draft: Draft }) {
  const { t } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const newest = draft.versions[0]!;
  const { approval, refetch } = useApproval(draft.id, newest.hash, newest.state === 'submitted');
  const [edit, setEdit] = useState<{ title: string; body: string } | null>(null);
  const act = useMutation({
    mutationFn: (call: () => Promise<unknown>) => call(),
    onSuccess: () => {
      setEdit(null);
      return Promise.all([client.invalidateQueries({ queryKey: ['notice-draft', draft.obligation_id] }), client.invalidateQueries({ queryKey: ['clocks'] })]);
    },
  });
  const save = (words: { title: string; body: string }) => take(api.PUT('/api/obligations/{obligation_id}/draft', {
    params: { path: { obligation_id: draft.obligation_id } }, body: { language: newest.language as Language, from: newest.number, ...words },
  }));
  const own = draft.versions.some((each) => each.written_by_me);

  return (
    <Stack>
      <Text size="sm" c="dimmed">{t(`statements.state.${newest.state}`)} · {t('statements.version', { number: newest.number, name: newest.written_by })}</Text>
      <ProblemBox problem={act.error} />
      {draft.faults.length > 0 && (
        <Alert color="yellow" variant="light" title={t('statements.faults')}>
          <List size="sm">{[...new Set(draft.faults.map((each) => each.detail))].map((each) => <List.Item key={each}>{each}</List.Item>)}</List>
        </Alert>
      )}
      {edit ? (
        <>
          <TextInput label={t('statements.heading')} value={edit.title} onChange={(event) => setEdit({ ...edit, title: event.currentTarget.value })} />
          <Textarea label={t('statements.body')} autosize minRows={14} value={edit.body} onChange={(event) => setEdit({ ...edit, body: event.currentTarget.value })} />
        </>
      ) : <ReaderView language={newest.language} title={newest.rendered_title} body={newest.rendered_body} />}
      <Group justify="end" gap="xs">
        {edit && <Button variant="default" onClick={() => setEdit(null)}>{t('common.cancel')}</Button>}
        {edit && <Button loading={act.isPending} onClick={() => act.mutate(() => save(edit))}>{t('statements.save')}</Button>}
        {!edit && can('draft-texts') && <Button variant="default" onClick={() => setEdit({ title: newest.title, body: newest.body })}>{t('common.edit')}</Button>}
        {!edit && can('draft-texts') && newest.state === 'draft' && (
          <Button loading={act.isPending} disabled={draft.faults.length > 0} onClick={() => act.mutate(() => submit(draft.id))}>{t('statements.submit')}</Button>
        )}
        {approval?.mine && newest.state === 'submitted' && !own && (
          <Button loading={act.isPending} onClick={() => act.mutate(() => approve(draft.id, newest.hash).then(() => refetch()))}>{t('statements.approve')}</Button>
        )}
      </Group>
    </Stack>
  );
}
