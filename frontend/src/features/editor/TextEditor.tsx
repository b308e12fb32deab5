import { Alert, Button, Group, Select, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useRef, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DraftNote } from '@/components/DraftNote';
import { ErrorSummary, type FormErrors } from '@/components/ErrorSummary';
import type { Draft as Kept } from '@/lib/draft';
import { PlaceholderMenu } from './PlaceholderMenu';
import { ReaderSide } from './ReaderSide';
import { moveTies, type Draft } from './reading';

const languages = ['en', 'fr', 'es', 'ar'] as const;
export type Language = (typeof languages)[number];

/** One text in one language, as it is written. */
export type Text1 = { language: Language; title: string; body: string; ties?: Record<string, number>; audience?: string };

type Props<T extends Text1> = {
  incident: string;
  kind: Extract<Draft, { of: 'text' }>['body']['kind'];
  draft: Kept<T>;
  placeholders: { name: string; label: string }[];
  values?: Record<string, string>;
  errors: FormErrors;
  problem: unknown;
  saving: boolean;
  obligation?: string;
  /** What stands above the words: the template to start from, the topic. */
  start?: ReactNode;
  /** What somebody else saved in the meantime; both are shown and nothing is lost. */
  newer?: { title: string; body: string; by: string };
  onSave: () => void;
  onCancel: () => void;
};

/** The one editor of a text: left the words, right what readers will see, below it what was found. */
export function TextEditor<T extends Text1>({ incident, kind, draft, placeholders, values, errors, problem, saving, obligation, start, newer, onSave, onCancel }: Props<T>) {
  const { t } = useTranslation();
  const { value, set } = draft;
  const area = useRef<HTMLTextAreaElement>(null);
  const rtl = value.language === 'ar';
  const write = (body: string) => set({ body, ties: moveTies(value.ties, value.body, body) } as Partial<T>);

  function insert(mark: string) {
    const field = area.current;
    const at = field?.selectionStart ?? value.body.length;
    write(`${value.body.slice(0, at)}${mark}${value.body.slice(field?.selectionEnd ?? at)}`);
    field?.focus();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    onSave();
  }

  return (
    <form onSubmit={submit} noValidate>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="xl">
        <Stack>
          <ErrorSummary errors={errors} problem={problem} />
          <DraftNote draft={draft} />
          {newer && (
            <Alert color="yellow" variant="light" title={t('words.editor.newer', { name: newer.by })}>
              <Stack gap="xs">
                <Text size="sm">{t('words.editor.newerText')}</Text>
                <Text size="sm" fw={600} dir="auto">{newer.title}</Text>
                <Text size="sm" dir="auto" style={{ whiteSpace: 'pre-wrap' }}>{newer.body}</Text>
              </Stack>
            </Alert>
          )}
          {start}
          <Select label={t('statements.language')} allowDeselect={false} value={value.language} error={errors.language}
            data={languages.map((each) => ({ value: each, label: t(`statements.languages.${each}`) }))} onChange={(each) => each && set({ language: each } as Partial<T>)} />
          <TextInput id="title" dir={rtl ? 'rtl' : 'ltr'} label={t('statements.heading')} value={value.title} error={errors.title} onChange={(event) => set({ title: event.currentTarget.value } as Partial<T>)} />
          <Textarea id="body" ref={area} dir={rtl ? 'rtl' : 'ltr'} label={t('statements.body')} description={t('statements.bodyHint', { example: '{{people_count}}', interpolation: { escapeValue: false } })}
            autosize minRows={12} value={value.body} error={errors.body} onChange={(event) => write(event.currentTarget.value)} />
          <Group justify="space-between">
            <PlaceholderMenu placeholders={placeholders} values={values} onInsert={insert} />
            <Group gap="xs">
              <Button variant="default" onClick={onCancel}>{t('common.cancel')}</Button>
              <Button type="submit" loading={saving}>{t('statements.save')}</Button>
            </Group>
          </Group>
        </Stack>
        <ReaderSide incident={incident} language={value.language} ties={value.ties} onTie={(word, paragraph) => set({ ties: { ...value.ties, [word]: paragraph } } as Partial<T>)}
          draft={{ of: 'text', body: { kind, language: value.language, title: value.title, body: value.body, ties: value.ties ?? {}, obligation_id: obligation, audience: value.audience || undefined } }} />
      </SimpleGrid>
    </form>
  );
}
