import { Alert, Button, Group, List, SegmentedControl, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api } from '@/api/client';
import { asProblem } from '@/api/problem';
import { take } from '@/api/take';
import { DraftNote } from '@/components/DraftNote';
import { ErrorSummary, type FormErrors } from '@/components/ErrorSummary';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { toast } from '@/components/Toasts';
import { useDraft } from '@/lib/draft';
import { AgreementFields } from './AgreementFields';
import classes from './Agreements.module.css';
import { kinds, readText, type AgreementDetail, type Kind } from './api';
import { errorsOf, placeOf } from './fields';
import { emptyForm, fromPack, toText, type AgreementForm } from './form';
import { Preview } from './Preview';
import { ReadingView } from './ReadingView';

type Props = { name: string; agreement?: AgreementDetail; form: AgreementForm | null; text: string };

/** The editor: a form, or the text for experts, with what the rules make of it beside it. */
export function Editor({ name, agreement, form, text }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const draft = useDraft(`agreement:${name}`, { kind: agreement?.kind ?? ('contract' as Kind), asText: form === null, form: form ?? emptyForm(), text, what: '', why: '' });
  const value = draft.value;
  const [tried, setTried] = useState(false);
  const [cannot, setCannot] = useState(form === null);
  const current = value.asText ? value.text : toText(value.form);
  const [settled] = useDebouncedValue(current, 400);
  const check = useQuery({ queryKey: ['agreement-check', settled], queryFn: ({ signal }) => readText(settled, signal), enabled: settled.trim() !== '', placeholderData: keepPreviousData });
  const reading = check.data;

  const save = useMutation({
    mutationFn: () => {
      const body = { text: current, what: value.what, why: value.why };
      return agreement
        ? take(api.POST('/api/agreements/{agreement_id}/versions', { params: { path: { agreement_id: agreement.id } }, body }))
        : take(api.POST('/api/agreements', { body: { ...body, kind: value.kind } }));
    },
    onSuccess: (saved) => {
      draft.saved();
      toast(t('agreements.saved'));
      void client.invalidateQueries({ queryKey: ['agreements'] });
      void navigate(`/agreements/${saved.id}`);
    },
  });

  async function show(asText: boolean) {
    const read = await readText(current);
    if (asText) return draft.set({ asText, text: read.text });
    const next = fromPack(read.form);
    setCannot(next === null);
    if (next) draft.set({ asText, form: next });
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (value.what.trim() && value.why.trim() && reading?.problems.length === 0) save.mutate();
  }

  const refused: FormErrors = save.error ? Object.fromEntries(asProblem(save.error).fields.map((each) => [placeOf(each.field), each.message])) : {};
  const errors: FormErrors = tried
    ? { ...refused, ...(value.asText ? {} : errorsOf(reading?.problems ?? [])), ...(value.what.trim() ? {} : { what: t('agreements.whatMissing') }), ...(value.why.trim() ? {} : { why: t('agreements.whyMissing') }) }
    : {};

  return (
    <div className={classes.edit}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <DraftNote draft={draft} />
          <ErrorSummary errors={errors} problem={save.error} />
          <Group justify="space-between">
            {agreement ? <span /> : (
              <Select label={t('agreements.kind')} allowDeselect={false} value={value.kind} data={kinds.map((kind) => ({ value: kind, label: t(`agreements.kinds.${kind}`) }))} onChange={(kind) => kind && draft.set({ kind: kind as Kind })} />
            )}
            <SegmentedControl size="xs" value={value.asText ? 'text' : 'form'} onChange={(mode) => void show(mode === 'text')}
              data={[{ value: 'form', label: t('agreements.asForm') }, { value: 'text', label: t('agreements.asText') }]} />
          </Group>
          {cannot && value.asText && <Alert color="gray" variant="light">{t('agreements.formCannot')}</Alert>}
          {value.asText
            ? <Textarea id="text" label={t('agreements.text')} description={t('agreements.textHint')} autosize minRows={18} maxRows={40} dir="ltr" spellCheck={false} styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
                value={value.text} onChange={(event) => draft.set({ text: event.currentTarget.value })} />
            : <AgreementFields form={value.form} errors={errors} isNew={!agreement} onChange={(change) => draft.set({ form: { ...value.form, ...change } })} />}
          <TextInput id="what" label={t('agreements.what')} description={t('agreements.whatHint')} error={errors.what} value={value.what} onChange={(event) => draft.set({ what: event.currentTarget.value })} />
          <Textarea id="why" label={t('agreements.why')} description={t('agreements.whyHint')} autosize minRows={2} error={errors.why} value={value.why} onChange={(event) => draft.set({ why: event.currentTarget.value })} />
          <Group justify="end"><Button type="submit" loading={save.isPending}>{t('agreements.save')}</Button></Group>
        </Stack>
      </form>
      <div>
        <Section title={t('agreements.inWords')}>
          {reading && reading.problems.length === 0 && <StateBadge state="done">{t('agreements.readable')}</StateBadge>}
          {reading && reading.problems.length > 0 && value.asText && (
            <List size="sm" spacing={4} role="status">
              {reading.problems.map((problem) => <List.Item key={problem.line + problem.message}><strong>{t('agreements.line', { line: problem.line })}: </strong>{problem.message}</List.Item>)}
            </List>
          )}
          {reading?.regime ? <ReadingView regime={reading.regime} /> : !value.asText && <Text size="sm" c="dimmed">{t('agreements.emptyText')}</Text>}
        </Section>
      </div>
      {reading?.regime && <div className={classes.wide}><Preview key={settled} text={settled} /></div>}
    </div>
  );
}
