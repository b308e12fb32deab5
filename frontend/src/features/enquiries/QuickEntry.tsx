import { Button, Checkbox, Group, SegmentedControl, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorSummary, fieldErrors } from '@/components/ErrorSummary';
import { Section } from '@/components/Section';
import { toast } from '@/components/Toasts';
import { partiesQuery } from '@/features/circulars/api';
import { useCan } from '@/features/session/me';
import { answersQuery, logEnquiry, useAct, type Body, type CallBack, type Given, type Words } from './api';
import { CallFields, noCall } from './CallFields';
import { Choice } from './Choice';
import { LanguageSelect } from './LanguageSelect';
import { blank, bodyOf, next, numberOf, readingFor, type Entry } from './enquiries';
import classes from './Enquiries.module.css';
import { ReadAloud } from './ReadAloud';

/** One enquiry in the time of the talk: a digit for what they ask, a digit for how they are, and Enter on the words that were read out. */
export function QuickEntry({ incident, words }: { incident: string; words: Words }) {
  const { t } = useTranslation();
  const can = useCan();
  const [entry, setEntry] = useState<Entry>(blank);
  const [call, setCall] = useState<CallBack | null>(null);
  const [asking, setAsking] = useState(false);
  const answers = useQuery(answersQuery(incident));
  const parties = useQuery({ ...partiesQuery(incident), enabled: can('write-facts') });
  const topics = useRef<HTMLInputElement>(null);
  const worries = useRef<HTMLInputElement>(null);
  const after = useRef<HTMLDivElement>(null);
  const log = useAct(incident, (body: Body) => logEnquiry(incident, body));
  const errors = fieldErrors(log.error);
  const set = (change: Partial<Entry>) => setEntry((before) => ({ ...before, ...change }));
  const topic = words.topics.find((each) => each.id === entry.topic);
  const danger = topic?.protect || words.worries.some((each) => each.protect && each.id === entry.worry);
  const about = (answers.data?.items ?? []).filter((each) => each.topic === entry.topic);
  const toRead = about.some((each) => readingFor(each, entry.language));
  const ready = entry.topic !== '' && entry.worry !== '';

  useEffect(() => topics.current?.focus({ preventScroll: true }), []);

  function save(given?: Given) {
    const body = { ...bodyOf(entry), ...(call ? { call_back: call } : {}), ...(given ? { given } : {}) };
    log.mutate(body, {
      onSuccess: (logged) => {
        toast(t(`enquiries.logged.${logged.state}`, { number: numberOf(logged) }));
        setEntry(next(entry));
        setCall(null);
        setAsking(false);
        // The next caller begins where the list of topics can be seen.
        topics.current?.focus({ preventScroll: true });
        topics.current?.closest('fieldset')?.scrollIntoView({ block: 'center' });
      },
    });
  }

  return (
    <Section title={t('enquiries.entry')}>
      <Stack gap="md">
        <ErrorSummary errors={errors} problem={log.error} />
        <Group gap="sm" align="end">
          <div>
            <Text size="sm" fw={600} mb={4} id="channel-label">{t('enquiries.how')}</Text>
            <SegmentedControl aria-labelledby="channel-label" size="xs" value={entry.channel} onChange={(channel) => set({ channel: channel as Entry['channel'] })}
              data={words.channels.map((each) => ({ value: each, label: t(`enquiries.channel.${each as Entry['channel']}`) }))} />
          </div>
          <LanguageSelect id="language" label={t('enquiries.theirLanguage')} value={entry.language} error={errors.language} onChange={(language) => set({ language })} />
          {can('write-facts') && (
            <Select label={t('enquiries.society')} placeholder={t('enquiries.ourselves')} clearable searchable limit={80} w={150} value={entry.party || null} error={errors.party_id}
              data={(parties.data?.items ?? []).map((each) => ({ value: each.id, label: each.name }))} onChange={(party) => set({ party: party ?? '' })} />
          )}
        </Group>
        <Choice id="topic" legend={t('enquiries.what')} hint={t('enquiries.byDigit')} options={words.topics} value={entry.topic} first={topics} error={errors.topic}
          onChange={(id) => set({ topic: id })} onChosen={() => worries.current?.focus()} />
        <div className={classes.narrow}>
          <Choice id="worry" legend={t('enquiries.howAreThey')} options={words.worries} value={entry.worry} first={worries} error={errors.worry}
            onChange={(id) => set({ worry: id })} onChosen={() => setTimeout(() => after.current?.querySelector('button')?.focus(), 0)} />
        </div>
        {topic && <p className={classes.say} style={{ margin: 0 }} data-danger={danger || undefined}>{topic.say}</p>}
        {danger && <Text size="sm" fw={550} c="var(--c-stopped-ink)" role="status">{t('enquiries.willRoute')}</Text>}
        <Group gap="md" align="start">
          <Checkbox label={t('enquiries.wantsCall')} checked={call !== null} onChange={(event) => setCall(event.currentTarget.checked ? noCall(entry.language) : null)} />
          <Checkbox label={t('enquiries.noneFits')} checked={asking} onChange={(event) => {
            setAsking(event.currentTarget.checked);
            set({ question: '' });
          }} />
        </Group>
        {call && <CallFields value={call} errors={errors} onChange={setCall} speakers={words.speakers} />}
        {asking && (
          <TextInput id="question" label={t('enquiries.question')} description={t('enquiries.questionHint')} maxLength={200} value={entry.question} error={errors.question}
            onChange={(event) => set({ question: event.currentTarget.value })} />
        )}
        <details className={classes.more}>
          <summary><Text span size="sm">{t('enquiries.remember')}</Text></summary>
          <Stack gap="xs" mt="xs">
            <TextInput id="name" label={t('enquiries.name')} description={t('enquiries.sealed')} maxLength={200} autoComplete="off" value={entry.name} error={errors.name} onChange={(event) => set({ name: event.currentTarget.value })} />
            <Textarea id="note" label={t('enquiries.note')} description={t('enquiries.noteHint')} maxLength={300} autosize minRows={2} value={entry.note} error={errors.note} onChange={(event) => set({ note: event.currentTarget.value })} />
          </Stack>
        </details>
        <div ref={after}>
          <Stack gap="sm">
            {ready && !asking && answers.data && (toRead || !danger) && (
              <ReadAloud answers={about} language={entry.language} pending={log.isPending} onGiven={save} />
            )}
            <Group gap="xs">
              <Button variant={ready && !asking && toRead && !danger ? 'default' : 'filled'} loading={log.isPending} disabled={!ready} onClick={() => save()}>{danger ? t('enquiries.logDanger') : t('enquiries.log')}</Button>
              {!ready && <Text size="sm" c="dimmed">{t('enquiries.twoChoices')}</Text>}
            </Group>
          </Stack>
        </div>
      </Stack>
    </Section>
  );
}
