import { Button, FileInput, Group, SegmentedControl, Stack, Text, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorSummary, fieldErrors } from '@/components/ErrorSummary';
import { TimeField, ownZone } from '@/components/TimeField';
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
  const [text, setText] = useState('');
  // What came while it was being written is not answered past: the version is that of the first letter typed.
  const [seen, setSeen] = useState(thread);
  const act = useAct(() => send(seen, text));
  const wrong = fieldErrors(act.error);
  return (
    <form onSubmit={(event) => { event.preventDefault(); act.mutate(undefined, { onSuccess: () => setText(''), onError: () => setSeen(thread) }); }}>
      <Stack gap="xs">
        <ErrorSummary errors={wrong} problem={act.error} />
        <Textarea id="text" label={t('correspondence.letter')} description={t(exercise ? 'correspondence.exercise' : 'correspondence.leaves', { address: thread.address })} dir="auto" autosize minRows={5} maxRows={24} value={text} error={wrong.text}
          onChange={(event) => { if (!text) setSeen(thread); setText(event.currentTarget.value); }} />
        {seen.version !== thread.version && !!text && <Text size="sm">{t('correspondence.meanwhile')}</Text>}
        <Group><Button type="submit" loading={act.isPending} disabled={!text.trim()}>{t('correspondence.send')}</Button></Group>
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
  const [direction, setDirection] = useState<Direction>('in');
  const [when, setWhen] = useState<ZonedInput | null>({ date: '', time: '', zone: ownZone });
  const [author, setAuthor] = useState('');
  const [text, setText] = useState('');
  const at = when ? instantOf(when) : null;
  const act = useAct(() => note(thread, { direction, happened_at: at?.at ?? '', author: author.trim() || undefined, text }));
  const wrong = fieldErrors(act.error);
  return (
    <form onSubmit={(event) => { event.preventDefault(); act.mutate(undefined, { onSuccess: () => { setText(''); setAuthor(''); } }); }}>
      <Stack gap="xs">
        <ErrorSummary errors={wrong} problem={act.error} />
        <Which value={direction} onChange={setDirection} />
        <TimeField id="happened_at" label={t('correspondence.when')} value={when} onChange={setWhen} error={wrong.happened_at} required />
        <TextInput id="author" label={t('correspondence.author')} description={t('correspondence.authorHint')} dir="auto" value={author} error={wrong.author} onChange={(event) => setAuthor(event.currentTarget.value)} />
        <Textarea id="text" label={t('correspondence.words')} dir="auto" autosize minRows={4} maxRows={24} value={text} error={wrong.text} onChange={(event) => setText(event.currentTarget.value)} />
        <Group><Button type="submit" loading={act.isPending} disabled={!text.trim() || !at}>{t('correspondence.keep')}</Button></Group>
      </Stack>
    </form>
  );
}
