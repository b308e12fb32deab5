import { Button, Skeleton, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { DraftNote } from '@/components/DraftNote';
import { ErrorSummary, fieldErrors } from '@/components/ErrorSummary';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { toast } from '@/components/Toasts';
import { When } from '@/components/When';
import { partiesQuery } from '@/features/parties/api';
import { useDraft } from '@/lib/draft';
import { ownProposalQuery, saveProposal, submitProposal, useOwnForm, type OwnForm, type Question } from './api';
import { answered, bodyOf, entriesOf, placeOf, questions, type Entries, type Entry } from './form';
import { LastProposal } from './LastProposal';
import classes from './Proposals.module.css';
import { QuestionRow } from './QuestionRow';

/** A focal point says what its society knows about itself. */
export function OwnProposal({ incident }: { incident: string }) {
  const parties = useQuery(partiesQuery(incident));
  const party = parties.data?.items[0]?.id;
  if (parties.error) return <ProblemBox problem={parties.error} onRetry={() => void parties.refetch()} />;
  return party ? <OwnOf party={party} /> : null;
}

function OwnOf({ party }: { party: string }) {
  const { data, error, refetch } = useQuery(ownProposalQuery(party));
  if (error && !data) return <ProblemBox problem={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={320} />;
  return (
    <>
      {data.last && <LastProposal proposal={data.last} />}
      <ProposalForm key={data.last?.id ?? 'first'} form={data} />
    </>
  );
}

function ProposalForm({ form }: { form: OwnForm }) {
  const { t } = useTranslation();
  const keep = useOwnForm(form.party.id);
  const version = form.draft?.version ?? 0;
  // Kept on this device under the version it began from: after a save from another telephone, that one is what counts.
  const draft = useDraft<{ entries: Entries }>(`proposal:${form.party.id}:${form.last?.id ?? ''}:${version}`, { entries: entriesOf(form) });
  const { entries } = draft.value;
  const send = useMutation({
    mutationFn: async () => {
      const saved = await saveProposal(form.party.id, version, bodyOf(entries));
      draft.saved();
      // Even when it is not accepted as it is, it is kept: the next save starts from this version.
      await keep(saved);
      return submitProposal(form.party.id, saved.draft?.version ?? 0);
    },
    onSuccess: (next) => {
      toast(t('proposals.sent'));
      return keep(next);
    },
  });
  const save = useMutation({
    mutationFn: () => {
      send.reset();
      return saveProposal(form.party.id, version, bodyOf(entries));
    },
    onSuccess: (next) => {
      draft.saved();
      toast(t('proposals.saved'));
      return keep(next);
    },
  });
  const problem = send.error ?? save.error;
  const errors = fieldErrors(problem);
  const set = (place: string, entry: Entry | null) => {
    const next = { ...entries };
    if (entry) next[place] = entry;
    else delete next[place];
    draft.set({ entries: next });
  };
  const known = (question: Question, group?: string) => form.known.find((each) => each.question === question && (each.group_id ?? undefined) === group)?.now;
  const row = (question: Question, group?: { id: string; name: string }, heading = false) => {
    const place = placeOf(question, group?.id);
    const entry = entries[place];
    const name = group?.name ?? t(`proposals.question.${question}.title`);
    const label = question === 'people-count' && !group ? t('proposals.others') : name;
    const id = question === 'people-count' && !group && entry?.value.label ? `${question}-${entry.value.label}` : place;
    const title = heading
      ? <><Title order={3} size="h5">{name}</Title><Text size="sm">{t(`proposals.question.${question}.hint`)}</Text></>
      : <Text size="sm" fw={600}><bdi>{label}</bdi></Text>;
    return <QuestionRow key={place} id={id} question={question} group={group?.id} title={title} name={label} known={known(question, group?.id)} entry={entry} error={errors[id]} onChange={(next) => set(place, next)} />;
  };
  const count = answered(entries);

  return (
    <Section title={t('proposals.own.title')}>
      <Text size="sm" maw={640} mb="sm">{t('proposals.own.lead')}</Text>
      <DraftNote draft={draft} />
      <ErrorSummary errors={errors} problem={problem} />
      <form onSubmit={(event) => { event.preventDefault(); send.mutate(); }} noValidate>
        <div className={classes.question}>
          <Title order={3} size="h5">{t('proposals.question.people-count.title')}</Title>
          <Text size="sm">{t('proposals.question.people-count.hint')}</Text>
          {form.groups.map((group) => row('people-count', group))}
          {row('people-count')}
        </div>
        {questions.slice(1).map((question) => (question === 'contact-plan'
          ? form.groups.length > 0 && (
            <div key={question} className={classes.question}>
              <Title order={3} size="h5">{t('proposals.question.contact-plan.title')}</Title>
              <Text size="sm">{t('proposals.question.contact-plan.hint')}</Text>
              {form.groups.map((group) => row(question, group))}
            </div>
          )
          : row(question, undefined, true)))}
        <div className={classes.foot}>
          <Button type="submit" size="xs" disabled={count === 0} loading={send.isPending}>{t('proposals.send')}</Button>
          <Button variant="default" size="xs" loading={save.isPending} onClick={() => save.mutate()}>{t('proposals.save')}</Button>
          <Text size="sm" c="dimmed" component="div" role="status">
            {t('proposals.answered', { count, total: questions.length })}
            {form.draft && <> · {t('proposals.savedAt')} <When at={form.draft.saved_at} zone={form.party.aware_zone} /></>}
          </Text>
        </div>
      </form>
    </Section>
  );
}
