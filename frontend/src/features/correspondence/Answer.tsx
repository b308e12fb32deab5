import { Alert, Button, FileInput, Group, SegmentedControl, Stack, Text, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DraftNote } from '@/components/DraftNote';
import { ErrorSummary, fieldErrors } from '@/components/ErrorSummary';
import { TimeField, ownZone } from '@/components/TimeField';
import { useDraft } from '@/lib/draft';
import { instantOf, type ZonedInput } from '@/lib/time';
import { handIn, note, send, useAct, type Direction, type Letters } from './api';

type What = 'send' | 'mail' | 'note';

/** The next message: one that is sent from here, a saved mail, or words that came another way. */
export function Answer({ thread, exercise }: { thread: Letters; exercise: boolean }) {
  const { t } = useTranslation();
  const [what, setWhat] = useState<What>('send');
  return (
    <Stack gap="sm" mt="md">
      <SegmentedControl value={what} onChange={(next) => setWhat(next as What)} orientation="horizontal" style={{ alignSelf: 'start', maxWidth: '100%' }} aria-label={t('correspondence.next')}
        data={(['send', 'mail', 'note'] as const).map((value) => ({ value, label: t(`correspondence.ways.${value}`) }))} />
      {what === 'send' && <Send thread={thread} exercise={exercise} />}
      {what === 'mail' && <Mail thread={thread} />}
      {what === 'note' && <Note thread={thread} />}
    </Stack>
  );
}

function Send({ thread, exercise }: { thread: Letters; exercise: boolean }) {
  const { t } = useTranslation();
  // Kept on this device: a glance at another way of answering, or a lost connection, loses no letter. What came while it was being written is not
  // answered past: the version is that of the first letter typed, until the writer says to have read what is new.
  const draft = useDraft(`letter:${thread.id}`, { text: '', version: thread.version });
  const { text } = draft.value;
  const version = text ? draft.value.version : thread.version;
  const act = useAct(() => send({ id: thread.id, version }, text));
  const wrong = fieldErrors(act.error);
  const meanwhile = !!text && version !== thread.version;
  return (
    <form onSubmit={(event) => { event.preventDefault(); act.mutate(undefined, { onSuccess: draft.discard }); }}>
      <Stack gap="xs">
        <ErrorSummary errors={wrong} problem={act.error} />
        <DraftNote draft={draft} />
        <Textarea id="text" label={t('correspondence.letter')} description={t(exercise ? 'correspondence.exercise' : 'correspondence.leaves', { address: thread.address })} dir="auto" autosize minRows={5} maxRows={24} value={text} error={wrong.text}
          onChange={(event) => draft.set({ text: event.currentTarget.value, version })} />
        {meanwhile && (
          <Alert color="yellow" variant="light" role="alert">
            <Stack gap="xs" align="start">
              <Text size="sm">{t('correspondence.meanwhile')}</Text>
              <Button size="xs" variant="default" onClick={() => draft.set({ version: thread.version })}>{t('correspondence.goOn')}</Button>
            </Stack>
          </Alert>
        )}
        <Group><Button type="submit" loading={act.isPending} disabled={!text.trim() || meanwhile}>{t('correspondence.send')}</Button></Group>
      </Stack>
    </form>
  );
}

function Which({ value, onChange }: { value: Direction; onChange: (value: Direction) => void }) {
  const { t } = useTranslation();
  return (
    <SegmentedControl value={value} onChange={(next) => onChange(next as Direction)} style={{ alignSelf: 'start' }} aria-label={t('correspondence.direction')}
      data={[{ value: 'in', label: t('correspondence.in') }, { value: 'out', label: t('correspondence.out') }]} />
  );
}

function Mail({ thread }: { thread: Letters }) {
  const { t } = useTranslation();
  const [file, setFile] = useState<File | null>(null);
  const [direction, setDirection] = useState<Direction>('in');
  const act = useAct(() => handIn(thread, direction, file!));
  const wrong = fieldErrors(act.error);
  return (
    <form onSubmit={(event) => { event.preventDefault(); act.mutate(undefined, { onSuccess: () => setFile(null) }); }}>
      <Stack gap="xs">
        <ErrorSummary errors={wrong} problem={act.error} />
        <Which value={direction} onChange={setDirection} />
        <FileInput id="file" label={t('correspondence.file')} description={t('correspondence.fileHint')} accept=".eml,message/rfc822" clearable value={file} error={wrong.file} onChange={setFile} />
        <Group><Button type="submit" loading={act.isPending} disabled={!file}>{t('correspondence.keep')}</Button></Group>
      </Stack>
    </form>
  );
}

function Note({ thread }: { thread: Letters }) {
  const { t } = useTranslation();
  const draft = useDraft<{ direction: Direction; when: ZonedInput | null; author: string; text: string }>(`letter-note:${thread.id}`, { direction: 'in', when: { date: '', time: '', zone: ownZone }, author: '', text: '' });
  const { direction, when, author, text } = draft.value;
  const at = when ? instantOf(when) : null;
  const act = useAct(() => note(thread, { direction, happened_at: at?.at ?? '', author: author.trim() || undefined, text }));
  const wrong = fieldErrors(act.error);
  return (
    <form onSubmit={(event) => { event.preventDefault(); act.mutate(undefined, { onSuccess: draft.discard }); }}>
      <Stack gap="xs">
        <ErrorSummary errors={wrong} problem={act.error} />
        <DraftNote draft={draft} />
        <Which value={direction} onChange={(value) => draft.set({ direction: value })} />
        <TimeField id="happened_at" label={t('correspondence.when')} value={when} onChange={(value) => draft.set({ when: value })} error={wrong.happened_at} required />
        <TextInput id="author" label={t('correspondence.author')} description={t('correspondence.authorHint')} dir="auto" value={author} error={wrong.author} onChange={(event) => draft.set({ author: event.currentTarget.value })} />
        <Textarea id="text" label={t('correspondence.words')} dir="auto" autosize minRows={4} maxRows={24} value={text} error={wrong.text} onChange={(event) => draft.set({ text: event.currentTarget.value })} />
        <Group><Button type="submit" loading={act.isPending} disabled={!text.trim() || !at}>{t('correspondence.keep')}</Button></Group>
      </Stack>
    </form>
  );
}
