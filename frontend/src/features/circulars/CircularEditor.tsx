import { Alert, Button, Chip, Group, List, Menu, Select, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { DraftNote } from '@/components/DraftNote';
import { ErrorSummary, fieldErrors } from '@/components/ErrorSummary';
import { Icon } from '@/components/Icon';
import { Parts } from '@/components/Parts';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { TimeField } from '@/components/TimeField';
import { toast } from '@/components/Toasts';
import { ReaderSide } from '@/features/editor/ReaderSide';
import { useDraft } from '@/lib/draft';
import { languageName } from '@/lib/names';
import { kitQuery, languages, partiesQuery, save, useAct, type Circular, type CircularText, type Kit } from './api';
import classes from './Circulars.module.css';
import { bodyOf, formOf, startOf, type Form } from './form';
import { Societies } from './Societies';

type Props = { incident: string; circular?: Circular; onDone: (id?: string) => void };

/** Loads what a writer starts from, then opens the form, so that the form begins filled in. */
export function CircularEditor(props: Props) {
  const kit = useQuery(kitQuery);
  const parties = useQuery(partiesQuery(props.incident));
  if (kit.error) return <ProblemBox problem={kit.error} onRetry={() => void kit.refetch()} />;
  if (!kit.data || parties.isPending) return null;
  const own = (parties.data?.items ?? []).filter((each) => each.kind === 'national-society' && each.organisation_id).map((each) => each.organisation_id!);
  return <Editor {...props} kit={kit.data} start={props.circular ? formOf(props.circular, kit.data) : startOf(kit.data, [...new Set(own)])} />;
}

function Editor({ incident, circular, onDone, kit, start }: Props & { kit: Kit; start: Form }) {
  const { t, i18n } = useTranslation();
  const draft = useDraft<Form>(`circular:${incident}:${circular?.id ?? 'new'}:${circular?.version ?? 0}`, start);
  const { value, set } = draft;
  const store = useAct(incident, (form: Form) => save(incident, circular?.id, circular?.version ?? 0, bodyOf(form)));
  const errors = fieldErrors(store.error);
  const [seen, setSeen] = useState(value.on[0] ?? 'en');
  const last = useRef<{ language: string; field: keyof CircularText; area: HTMLTextAreaElement | HTMLInputElement } | null>(null);
  const write = (language: string, change: Partial<CircularText>) => set({ texts: { ...value.texts, [language]: { ...value.texts[language]!, ...change } } });

  function insert(name: string) {
    const at = last.current;
    if (!at) return;
    const text = value.texts[at.language]?.[at.field] ?? '';
    const from = at.area.selectionStart ?? text.length;
    write(at.language, { [at.field]: `${text.slice(0, from)}{{${name}}}${text.slice(at.area.selectionEnd ?? from)}` });
    at.area.focus();
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    await store.mutateAsync(value).then((saved) => {
      draft.saved();
      toast(t('circulars.saved'));
      onDone((saved as { id: string }).id);
    }, () => undefined);
  }

  const contact = (name: 'name' | 'role' | 'telephone' | 'email') => (
    <TextInput id={`contact.${name}`} label={t(`circulars.contact.${name}`)} value={value.contact[name]} error={errors[`contact.${name}`]}
      onChange={(event) => set({ contact: { ...value.contact, [name]: event.currentTarget.value } })} />
  );

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Parts>
        <ErrorSummary errors={errors} problem={store.error} />
        <DraftNote draft={draft} />
        {circular && circular.state !== 'draft' && <Alert color="yellow" variant="light">{t('circulars.editVoids')}</Alert>}
        {circular && circular.faults.length > 0 && (
          <Alert color="yellow" variant="light" title={t('circulars.faults')}>
            <List size="sm">{circular.faults.map((each) => <List.Item key={each.field + each.detail}>{faultWords(each.field, each.detail)}</List.Item>)}</List>
          </Alert>
        )}
        <Section title={t('circulars.words')} actions={
          <Menu position="bottom-end" width={360} returnFocus={false}>
            <Menu.Target><Button variant="default" size="xs" rightSection={<Icon name="down" size={14} />}>{t('circulars.insert')}</Button></Menu.Target>
            <Menu.Dropdown mah={400} style={{ overflow: 'auto' }}>
              <Menu.Label>{t('circulars.insertHint')}</Menu.Label>
              {kit.placeholders.map((each) => (
                <Menu.Item key={each.name} onClick={() => insert(each.name)}>
                  <Text size="sm">{each.label}</Text>
                  <Text size="xs" c="dimmed"><bdi>{`{{${each.name}}}`}</bdi></Text>
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        }>
          <Stack gap="md">
            <Chip.Group multiple value={value.on} onChange={(on) => set({ on: languages.filter((each) => on.includes(each)) })}>
              <Group gap="xs">{languages.map((each) => <Chip key={each} value={each} size="sm">{languageName(each, i18n.language)}</Chip>)}</Group>
            </Chip.Group>
            <Text size="sm" c="dimmed">{t('circulars.wordsHint')}</Text>
            <div className={classes.languages}>
              {value.on.map((language) => {
                const text = value.texts[language] ?? { title: '', happened: '', ask: '' };
                const dir = language === 'ar' ? 'rtl' : 'ltr';
                const field = (name: keyof CircularText, rows: number) => (
                  <Textarea id={`texts.${language}.${name}`} label={t(`circulars.text.${name}`)} lang={language} autosize minRows={rows}
                    styles={{ input: { direction: dir } }} value={text[name]} error={errors[`texts.${language}.${name}`]}
                    onFocus={(event) => { last.current = { language, field: name, area: event.currentTarget }; setSeen(language); }}
                    onChange={(event) => write(language, { [name]: event.currentTarget.value })} />
                );
                return (
                  <div key={language} className={classes.language}>
                    <span className={classes.languageName}>{languageName(language, i18n.language)}</span>
                    {field('title', 1)}
                    {field('happened', 9)}
                    {field('ask', 8)}
                  </div>
                );
              })}
            </div>
            {value.on.includes(seen) && <ReaderSide incident={incident} language={seen} draft={{ of: 'circular', body: { circular: bodyOf(value), language: seen } }} />}
          </Stack>
        </Section>
        <Section title={t('circulars.recipients')}>
          <Societies incident={incident} value={value.societies} onChange={(societies) => set({ societies })} />
        </Section>
        <Section title={t('circulars.who')}>
          <Stack gap="md">
            <TextInput id="organisation" label={t('circulars.organisation')} description={t('circulars.organisationHint')} value={value.organisation} error={errors.organisation}
              onChange={(event) => set({ organisation: event.currentTarget.value })} maw={480} />
            <SimpleGrid cols={{ base: 1, sm: 2 }} maw={800}>{contact('name')}{contact('role')}{contact('telephone')}{contact('email')}</SimpleGrid>
            <div>
              <Select label={t('circulars.answerBy')} description={t('circulars.answerByHint')} allowDeselect={false} maw={360} value={value.answerBy ? 'at' : 'soon'}
                data={[{ value: 'soon', label: t('circulars.asSoon') }, { value: 'at', label: t('circulars.atTime') }]}
                onChange={(choice) => set({ answerBy: choice === 'at' ? { date: '', time: '', zone: 'UTC' } : null })} />
              {value.answerBy && <TimeField id="answer_by" label="" required value={value.answerBy} onChange={(answerBy) => set({ answerBy })} error={errors.answer_by} />}
            </div>
          </Stack>
        </Section>
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={() => onDone(circular?.id)}>{t('common.cancel')}</Button>
          <Button type="submit" loading={store.isPending}>{t('circulars.save')}</Button>
        </Group>
      </Parts>
    </form>
  );

  function faultWords(field: string, detail: string): string {
    const language = /^texts\.([a-z-]+)\./i.exec(field)?.[1];
    return language ? `${languageName(language, i18n.language)}: ${detail}` : detail;
  }
}
