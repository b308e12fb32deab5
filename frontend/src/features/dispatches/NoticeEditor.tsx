import { Alert, Button, Checkbox, Chip, Group, Select, SimpleGrid, Stack, Tabs, Text, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { DraftNote } from '@/components/DraftNote';
import { ErrorSummary, fieldErrors } from '@/components/ErrorSummary';
import { Parts } from '@/components/Parts';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { toast } from '@/components/Toasts';
import { PlaceholderMenu } from '@/features/editor/PlaceholderMenu';
import { ReaderSide } from '@/features/editor/ReaderSide';
import { moveTies, type Channel } from '@/features/editor/reading';
import { useDraft } from '@/lib/draft';
import { languageName } from '@/lib/names';
import { groupsQuery, kitQuery, languages, startsFor, partiesQuery, saveNotice, useAct, type Kit, type Notice, type NoticeBody, type PeopleText } from './api';
import { Meanwhile } from './Meanwhile';
import classes from './Tell.module.css';

type Props = { incident: string; notice?: Notice; onDone: (id?: string) => void };

const blank: PeopleText = { subject: '', body: '', sms: '', letter: '', script: '', families: '' };

/** Loads what a writer starts from, then opens the form, so that it begins filled in. */
export function NoticeEditor(props: Props) {
  const kit = useQuery(kitQuery);
  const parties = useQuery(partiesQuery(props.incident));
  if (kit.error) return <ProblemBox problem={kit.error} onRetry={() => void kit.refetch()} />;
  if (!kit.data || parties.isPending) return null;
  const start: NoticeBody = props.notice?.draft ?? {
    organisation: '', contact: { name: '', role: '', telephone: '', email: '' }, texts: { ...kit.data.starts }, fallback: 'en',
    audience: { groups: [], parties: (parties.data?.items ?? []).filter((each) => each.role !== 'host').map((each) => each.id) }, supplement: false,
  };
  return <Editor {...props} kit={kit.data} start={start} parties={parties.data?.items ?? []} />;
}

function Editor({ incident, notice, onDone, kit, start, parties }: Props & { kit: Kit; start: NoticeBody; parties: { id: string; name: string }[] }) {
  const { t, i18n } = useTranslation();
  // The draft knows the version it began from: what somebody else saves in the meantime is seen, and never written over unseen.
  const draft = useDraft<NoticeBody & { from: number }>(`people-notice:${incident}:${notice?.id ?? 'new'}`, { ...start, from: notice?.version ?? 0 });
  const { set } = draft;
  const { from, ...value } = draft.value;
  const newer = notice && notice.version !== from;
  const groups = useQuery(groupsQuery(incident));
  const act = useAct(incident);
  const errors = fieldErrors(act.error);
  const on = languages.filter((each) => value.texts[each]);
  const [language, setLanguage] = useState<string>(on[0] ?? 'en');
  const [channel, setChannel] = useState<Channel>('email');
  const last = useRef<{ language: string; name: keyof PeopleText; area: HTMLTextAreaElement } | null>(null);
  const tieOf = (of: string) => `${of}.${channel === 'email' ? 'body' : channel}`;

  function write(of: string, change: Partial<PeopleText>) {
    const before = { ...blank, ...value.texts[of] };
    const ties = { ...value.ties };
    for (const [field, text] of Object.entries(change)) {
      const key = `${of}.${field}`;
      if (ties[key]) ties[key] = moveTies(ties[key], before[field as keyof PeopleText] ?? '', text);
    }
    set({ texts: { ...value.texts, [of]: { ...before, ...change } }, ties });
  }

  function insert(mark: string) {
    const at = last.current;
    if (!at) return;
    const text = value.texts[at.language]?.[at.name] ?? '';
    const from = at.area.selectionStart ?? text.length;
    write(at.language, { [at.name]: `${text.slice(0, from)}${mark}${text.slice(at.area.selectionEnd ?? from)}` });
    at.area.focus();
  }

  /** The first draft for another audience, in the languages that are written; the field says that the words are replaced. */
  async function startWith(variant: string) {
    if (variant === (value.variant ?? '')) return;
    const starts = await startsFor(variant);
    set({ variant, ties: {}, texts: Object.fromEntries(on.map((each) => [each, starts[each] ?? blank])) });
  }
  const toggle = (of: 'groups' | 'parties', id: string, chosen: boolean) => set({ audience: { ...value.audience, [of]: chosen ? [...value.audience[of], id] : value.audience[of].filter((each) => each !== id) } });

  async function submit(event: FormEvent) {
    event.preventDefault();
    await act.mutateAsync(() => saveNotice(incident, notice && { id: notice.id, version: from }, value)).then((saved) => {
      draft.saved();
      toast(t('dispatches.saved'));
      onDone((saved as { id: string }).id);
    }, () => undefined);
  }

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Parts>
        <ErrorSummary errors={errors} problem={act.error} />
        <DraftNote draft={draft} />
        {newer && <Meanwhile mine={value} theirs={notice.draft} onTake={set} onGoOn={() => set({ from: notice.version })} />}
        {notice && notice.state !== 'draft' && <Alert color="yellow" variant="light">{t('dispatches.editVoids')}</Alert>}
        <Section title={t('dispatches.words')}>
          <Stack gap="md">
            <Chip.Group multiple value={[...on]} onChange={(chosen) => set({ texts: Object.fromEntries(languages.filter((each) => chosen.includes(each)).map((each) => [each, value.texts[each] ?? kit.starts[each] ?? blank])) })}>
              <Group gap="xs">{languages.map((each) => <Chip key={each} value={each} size="sm">{languageName(each, i18n.language)}</Chip>)}</Group>
            </Chip.Group>
            <Text size="sm" c="dimmed" maw={720}>{t('dispatches.wordsHint', { marks: kit.placeholders.map((each) => `{{${each.name}}}`).join(' ') })}</Text>
            <Select label={t('words.editor.audience')} description={t('words.editor.audienceHint')} maw={360} allowDeselect={false} value={value.variant || 'everybody'}
              data={kit.variants.map((each) => ({ value: each || 'everybody', label: t(`words.editor.audiences.${(each || 'everybody') as 'everybody'}`) }))}
              onChange={(chosen) => void startWith(chosen === 'everybody' ? '' : (chosen ?? ''))} />
            <Tabs value={on.includes(language as never) ? language : (on[0] ?? 'en')} onChange={(chosen) => setLanguage(chosen ?? 'en')}>
              <Tabs.List>{on.map((each) => <Tabs.Tab key={each} value={each}>{languageName(each, i18n.language)}</Tabs.Tab>)}</Tabs.List>
              {on.map((language) => {
                const text = { ...blank, ...value.texts[language] };
                const field = (name: keyof PeopleText, rows: number, read: Channel) => (
                  <Textarea id={`texts.${language}.${name}`} label={t(`dispatches.text.${name}`)} lang={language} autosize minRows={rows} maxRows={18} onFocus={(event) => { setChannel(read); last.current = { language, name, area: event.currentTarget }; }}
                    styles={{ input: { direction: language === 'ar' ? 'rtl' : 'ltr' } }} value={text[name] ?? ''} error={errors[`texts.${language}.${name}`]} onChange={(event) => write(language, { [name]: event.currentTarget.value })} />
                );
                return (
                  <Tabs.Panel key={language} value={language} pt="md">
                    <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="xl">
                      <Stack gap="md">
                        <Group><PlaceholderMenu placeholders={kit.placeholders} onInsert={insert} /></Group>
                        {field('subject', 1, 'email')}{field('body', 10, 'email')}{field('sms', 3, 'sms')}{field('letter', 10, 'letter')}{field('script', 8, 'script')}{field('families', 2, channel)}
                      </Stack>
                      <ReaderSide incident={incident} language={language} channel={channel} onChannel={setChannel} draft={{ of: 'people', body: { notice: value, language, channel, families: text.families !== '' } }}
                        ties={value.ties?.[tieOf(language)]} onTie={channel === 'sms' ? undefined : (word, paragraph) => set({ ties: { ...value.ties, [tieOf(language)]: { ...value.ties?.[tieOf(language)], [word]: paragraph } } })} />
                    </SimpleGrid>
                  </Tabs.Panel>
                );
              })}
            </Tabs>
            <Select label={t('dispatches.fallback')} description={t('dispatches.fallbackHint')} maw={360} allowDeselect={false} value={value.fallback} error={errors.fallback}
              data={on.map((each) => ({ value: each, label: languageName(each, i18n.language) }))} onChange={(fallback) => set({ fallback: fallback ?? '' })} />
          </Stack>
        </Section>
        <Section title={t('dispatches.whom')}>
          <Stack gap="sm">
            <Text size="sm" c="dimmed">{t('dispatches.whomHint')}</Text>
            <div className={classes.checks}>
              {parties.map((each) => <Checkbox key={each.id} label={<bdi>{each.name}</bdi>} checked={value.audience.parties.includes(each.id)} onChange={(event) => toggle('parties', each.id, event.currentTarget.checked)} />)}
            </div>
            {(groups.data?.items.length ?? 0) > 0 && <>
              <Text size="sm" fw={550}>{t('dispatches.orGroups')}</Text>
              <div className={classes.checks}>
                {groups.data!.items.map((each) => <Checkbox key={each.id} label={<bdi>{each.name}</bdi>} checked={value.audience.groups.includes(each.id)} onChange={(event) => toggle('groups', each.id, event.currentTarget.checked)} />)}
              </div>
            </>}
            {errors.audience && <Text size="sm" c="var(--c-late-ink)">{errors.audience}</Text>}
            <Checkbox label={t('dispatches.isSupplement')} checked={!!value.supplement} onChange={(event) => set({ supplement: event.currentTarget.checked })} />
          </Stack>
        </Section>
        <Section title={t('dispatches.who')}>
          <Stack gap="md">
            <TextInput id="organisation" label={t('dispatches.organisation')} value={value.organisation} error={errors.organisation} onChange={(event) => set({ organisation: event.currentTarget.value })} maw={480} />
            <SimpleGrid cols={{ base: 1, sm: 2 }} maw={800}>
              {(['name', 'role', 'telephone', 'email'] as const).map((name) => (
                <TextInput key={name} id={`contact.${name}`} label={t(`circulars.contact.${name}`)} value={value.contact[name] ?? ''} error={errors[`contact.${name}`]} onChange={(event) => set({ contact: { ...value.contact, [name]: event.currentTarget.value } })} />
              ))}
            </SimpleGrid>
          </Stack>
        </Section>
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={() => onDone(notice?.id)}>{t('common.cancel')}</Button>
          <Button type="submit" loading={act.isPending}>{t('dispatches.save')}</Button>
        </Group>
      </Parts>
    </form>
  );
}
