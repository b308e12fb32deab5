import { Button, Group, Menu, Paper, Select, SimpleGrid, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useRef, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { DraftNote } from '@/components/DraftNote';
import { ErrorSummary, fieldErrors } from '@/components/ErrorSummary';
import { Icon } from '@/components/Icon';
import { toast } from '@/components/Toasts';
import { useDraft } from '@/lib/draft';
import { languages, saveStatement, useAct, type Edit, type Language, type Statement, type StatementList } from './api';
import { ReaderView } from './ReaderView';

type Props = { incident: string; list: StatementList; statement?: Statement; onDone: () => void };

export function StatementEditor({ incident, list, statement, onDone }: Props) {
  const { t } = useTranslation();
  const newest = statement?.versions[0];
  const draft = useDraft<Edit>(`statement:${incident}:${statement?.id ?? 'new'}`, {
    id: statement?.id, language: (newest?.language ?? 'en') as Language, title: newest?.title ?? '', body: newest?.body ?? '', from: newest?.number ?? 0,
  });
  const { value, set } = draft;
  const area = useRef<HTMLTextAreaElement>(null);
  const save = useAct(incident, (edit: Edit) => saveStatement(incident, edit));
  const errors = fieldErrors(save.error);
  const rtl = value.language === 'ar';

  function insert(name: string) {
    const field = area.current;
    const at = field?.selectionStart ?? value.body.length;
    set({ body: `${value.body.slice(0, at)}{{${name}}}${value.body.slice(field?.selectionEnd ?? at)}` });
    field?.focus();
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    await save.mutateAsync(value).then(() => {
      draft.saved();
      toast(t('statements.saved'));
      onDone();
    }, () => undefined);
  }

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="xl">
        <Stack>
          <ErrorSummary errors={errors} problem={save.error} />
          <DraftNote draft={draft} />
          {!statement && (
            <Select label={t('statements.startFrom')} allowDeselect={false} defaultValue="blank"
              data={[{ value: 'blank', label: t('statements.blank') }, ...list.templates.map((each, n) => ({ value: String(n), label: templateLabel(each) }))]}
              onChange={(n) => {
                const chosen = list.templates[Number(n)];
                if (chosen) set({ language: chosen.language as Language, title: chosen.title, body: chosen.body });
              }} />
          )}
          <Select label={t('statements.language')} allowDeselect={false} value={value.language} error={errors.language}
            data={languages.map((each) => ({ value: each, label: t(`statements.languages.${each}`) }))} onChange={(each) => each && set({ language: each as Language })} />
          <TextInput id="title" dir={rtl ? 'rtl' : 'ltr'} label={t('statements.heading')} value={value.title} error={errors.title} onChange={(event) => set({ title: event.currentTarget.value })} />
          <Textarea id="body" ref={area} dir={rtl ? 'rtl' : 'ltr'} label={t('statements.body')} description={t('statements.bodyHint', { example: '{{people_count}}', interpolation: { escapeValue: false } })}
            autosize minRows={12} value={value.body} error={errors.body} onChange={(event) => set({ body: event.currentTarget.value })} />
          <Group justify="space-between">
            <Menu position="bottom-start" width={360}>
              <Menu.Target><Button variant="default" rightSection={<Icon name="down" size={14} />}>{t('statements.insert')}</Button></Menu.Target>
              <Menu.Dropdown>
                {list.placeholders.map((each) => (
                  <Menu.Item key={each.name} onClick={() => insert(each.name)}>
                    <Text size="sm">{each.label}</Text>
                    <Text size="xs" c="dimmed" lineClamp={1}>{list.values[each.name] ?? t('statements.notKnown')}</Text>
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
            <Group gap="xs">
              <Button variant="default" onClick={onDone}>{t('common.cancel')}</Button>
              <Button type="submit" loading={save.isPending}>{t('statements.save')}</Button>
            </Group>
          </Group>
        </Stack>
        <Stack>
          <Title order={3}>{t('statements.reader')}</Title>
          <Paper withBorder p="lg">
            <ReaderView language={value.language} title={fill(value.title, list.values)} body={fill(value.body, list.values)} />
          </Paper>
        </Stack>
      </SimpleGrid>
    </form>
  );

  function templateLabel(each: { name: string; language: string }) {
    const name = each.name as 'holding' | 'public' | 'correction' | 'closing';
    return `${t(`statements.template.${name}`)}, ${t(`statements.languages.${each.language as Language}`)}`;
  }
}

/** The preview while typing uses the English values; the saved version is filled in its own language by the server. */
function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{\{\s*([a-z_]+)\s*\}\}/g, (mark, name: string) => values[name] ?? mark);
}
