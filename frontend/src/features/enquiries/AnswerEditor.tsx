import { Alert, Button, Group, Modal, Select, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { DraftNote } from '@/components/DraftNote';
import { ErrorSummary, fieldErrors, type FormErrors } from '@/components/ErrorSummary';
import { toast } from '@/components/Toasts';
import { ReaderSide } from '@/features/editor/ReaderSide';
import { useDraft } from '@/lib/draft';
import { saveAnswer, templateFor, useAct, type Answer, type AnswerBody, type AnswerTemplate, type Reading, type Words } from './api';

const languages = ['en', 'fr', 'es', 'ar'] as const;
type Props = { incident: string; words: Words; templates: AnswerTemplate[]; answer?: Answer; reading?: Reading; onClose: () => void };

/** Writes an answer, a new version of one, or the same answer in another language. */
export function AnswerEditor({ incident, words, templates, answer, reading, onClose }: Props) {
  const { t } = useTranslation();
  const left = languages.filter((each) => !answer?.words.some((word) => word.language === each));
  const unwritten = reading?.body.includes('{{to_write}}');
  const firstLanguage = (reading?.language ?? left[0] ?? 'en') as AnswerBody['language'];
  // A question that was begun from a ready answer is ready in the other languages too.
  const ready = reading ? undefined : templateFor(templates, answer, firstLanguage);
  const draft = useDraft(`answer:${incident}:${reading?.text_id ?? answer?.id ?? 'new'}`, {
    topic: answer?.topic ?? '', language: firstLanguage, question: reading?.title ?? ready?.question ?? '', answer: unwritten ? '' : (reading?.body ?? ready?.answer ?? ''), from: reading?.version ?? 0,
  });
  const { set } = draft;
  const { from, ...value } = draft.value;
  // Saved by somebody else since this writing began: the newest words in this language, also those of a language that nobody had written yet.
  const saved = reading ?? answer?.words.find((each) => each.language === value.language);
  const newer = saved && saved.version !== from ? saved : undefined;
  const save = useAct(incident, (body: AnswerBody) => saveAnswer(incident, body));
  const raw = fieldErrors(save.error);
  // The server speaks of title and body, as for every text.
  const errors: FormErrors = { ...raw, ...(raw.title ? { question: raw.title } : {}), ...(raw.body ? { answer: raw.body } : {}) };
  const rtl = value.language === 'ar';

  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate({ ...value, ...(answer ? { answer_id: answer.id } : {}), from }, {
      onSuccess: () => {
        draft.saved();
        toast(t('statements.saved'));
        onClose();
      },
    });
  }
  return (
    <Modal opened onClose={onClose} size="min(1280px, 96vw)" title={reading ? t('enquiries.editAnswer') : t('enquiries.newAnswer')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={submit} noValidate>
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="xl">
        <Stack>
          <ErrorSummary errors={errors} problem={save.error} />
          <DraftNote draft={draft} />
          {newer && (
            <Alert color="yellow" variant="light" role="alert" title={t('enquiries.meanwhile')}>
              <Stack gap="xs" align="start">
                <Text size="sm">{t('enquiries.meanwhileText')}</Text>
                <Text size="sm" fw={600} dir="auto" lang={newer.language}>{newer.title}</Text>
                <Text size="sm" dir="auto" lang={newer.language} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{newer.body}</Text>
                <Button size="xs" onClick={() => set({ from: newer.version })}>{t('enquiries.goOn')}</Button>
              </Stack>
            </Alert>
          )}
          {!answer && (
            <Select label={t('enquiries.startFrom')} description={t('enquiries.startHint')} clearable placeholder={t('enquiries.startEmpty')}
              value={templates.find((each) => each.language === value.language && each.question === value.question)?.name ?? null}
              data={templates.filter((each) => each.language === value.language).map((each) => ({ value: each.name, label: each.question }))}
              onChange={(name) => {
                const chosen = templates.find((each) => each.name === name && each.language === value.language);
                if (chosen) set({ topic: chosen.topic, question: chosen.question, answer: chosen.answer });
              }} />
          )}
          {!answer && (
            <Select id="topic" label={t('enquiries.what')} value={value.topic || null} error={errors.topic} data={words.topics.map((each) => ({ value: each.id, label: each.label }))} onChange={(topic) => set({ topic: topic ?? '' })} />
          )}
          <Select label={t('statements.language')} allowDeselect={false} disabled={!!reading} value={value.language} error={errors.language}
            data={(reading ? [value.language] : left).map((each) => ({ value: each, label: t(`statements.languages.${each}`) }))} onChange={(language) => {
              const next = language && templateFor(templates, answer, language, value);
              if (language) set({ language: language as AnswerBody['language'], ...(next ? { question: next.question, answer: next.answer } : {}) });
            }} />
          <TextInput id="question" data-autofocus dir={rtl ? 'rtl' : 'ltr'} label={t('enquiries.questionField')} maxLength={200} value={value.question} error={errors.question} onChange={(event) => set({ question: event.currentTarget.value })} />
          <Textarea id="answer" dir={rtl ? 'rtl' : 'ltr'} label={t('enquiries.answerField')} description={t('enquiries.answerHint', { example: '{{people_count}}', interpolation: { escapeValue: false } })}
            autosize minRows={8} value={value.answer} error={errors.answer} onChange={(event) => set({ answer: event.currentTarget.value })} />
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="submit" loading={save.isPending}>{t('statements.save')}</Button>
          </Group>
        </Stack>
        <ReaderSide incident={incident} language={value.language} draft={{ of: 'text', body: { kind: 'answer', language: value.language, title: value.question, body: value.answer } }} />
        </SimpleGrid>
      </form>
    </Modal>
  );
}
