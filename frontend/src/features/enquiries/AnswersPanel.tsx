import { Alert, Button, Group, List, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { Icon } from '@/components/Icon';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { toast } from '@/components/Toasts';
import { useApproval } from '@/features/approvals/api';
import { useCan } from '@/features/session/me';
import { languageName } from '@/lib/names';
import type { State } from '@/lib/state';
import { AnswerEditor } from './AnswerEditor';
import { answersQuery, approveAnswer, declineAnswer, submitAnswer, useAct, type Answer, type Reading, type Words } from './api';
import classes from './Enquiries.module.css';

const badge: Record<Reading['state'], State> = { draft: 'none', submitted: 'soon', approved: 'done', declined: 'stopped', superseded: 'none' };
type Editing = { answer?: Answer; reading?: Reading };

/** What may be said, and what is being written: the questions people wait for come first. */
export function AnswersPanel({ incident, words }: { incident: string; words: Words }) {
  const { t } = useTranslation();
  const can = useCan();
  const answers = useQuery(answersQuery(incident));
  const [editing, setEditing] = useState<Editing | null>(null);
  if (answers.error && !answers.data) return <ProblemBox problem={answers.error} onRetry={() => void answers.refetch()} />;
  if (!answers.data) return <Skeleton height={320} />;
  const items = [...answers.data.items].sort((a, b) => b.waiting - a.waiting);
  // What is edited follows what is saved, so that the writer sees when somebody else was faster.
  const answer = items.find((each) => each.id === editing?.answer?.id) ?? editing?.answer;
  const reading = answer?.words.find((each) => each.text_id === editing?.reading?.text_id) ?? editing?.reading;
  return (
    <Section plain title={t('enquiries.answers')} actions={can('draft-texts') && <Button size="xs" leftSection={<Icon name="plus" size={16} />} onClick={() => setEditing({})}>{t('enquiries.newAnswer')}</Button>}>
      <Stack>
        {items.length === 0 && <Text size="sm" c="dimmed">{t('enquiries.noAnswers')}</Text>}
        {items.map((answer) => (
          <Section key={answer.id} title={
            <>{answer.words[0]?.question || answer.words[0]?.title}{answer.waiting > 0 && <> <StateBadge state="soon">{t('enquiries.peopleWait', { count: answer.waiting })}</StateBadge></>}</>
          } actions={can('draft-texts') && <Button size="xs" variant="default" onClick={() => setEditing({ answer })}>{t('enquiries.otherLanguage')}</Button>}>
            <Text size="sm" c="dimmed" mb="xs">{words.topics.find((each) => each.id === answer.topic)?.label}</Text>
            <Stack gap="sm">{answer.words.map((reading) => <Card key={reading.text_id} incident={incident} reading={reading} onEdit={can('draft-texts') ? () => setEditing({ answer, reading }) : undefined} />)}</Stack>
          </Section>
        ))}
      </Stack>
      {editing && <AnswerEditor incident={incident} words={words} templates={answers.data.templates} answer={answer} reading={reading} onClose={() => setEditing(null)} />}
    </Section>
  );
}

function Card({ incident, reading, onEdit }: { incident: string; reading: Reading; onEdit?: () => void }) {
  const { t, i18n } = useTranslation();
  const [declining, setDeclining] = useState(false);
  const send = useAct(incident, () => submitAnswer(reading.text_id));
  const settle = useAct(incident, () => approveAnswer(reading.text_id, reading.hash));
  const back = useAct(incident, (reason: string) => declineAnswer(reading.text_id, reading.hash, reason));
  const { approval, turn } = useApproval(reading.text_id, reading.hash, reading.state === 'submitted');
  const mayApprove = turn && approval?.mine === true;
  const unwritten = reading.body.includes('{{to_write}}');
  return (
    <article className={classes.reading}>
      <Group gap="xs" mb="xs">
        <StateBadge state={badge[reading.state]}>{t(`statements.state.${reading.state}`)}</StateBadge>
        <Text size="sm" c="dimmed">{languageName(reading.language, i18n.language)} · {t('enquiries.versionOf', { number: reading.version })}</Text>
      </Group>
      {unwritten ? <Text size="sm" c="dimmed">{t('enquiries.toWrite')}</Text> : (
        <div lang={reading.language} dir={reading.language === 'ar' ? 'rtl' : 'ltr'}><h3>{reading.question}</h3><p>{reading.answer}</p></div>
      )}
      {reading.changes.length > 0 && (
        <Alert mt="sm" color="violet" variant="light" title={t('enquiries.stale')}>
          <List size="sm">{reading.changes.map((each) => <List.Item key={each.placeholder}>{t('enquiries.change', { label: each.label, from: each.from || t('common.notKnownYet'), to: each.to || t('common.notKnownYet') })}</List.Item>)}</List>
        </Alert>
      )}
      {reading.decline_reason && <Alert mt="sm" color="violet" variant="light">{t('statements.declinedBecause', { reason: reading.decline_reason })}</Alert>}
      {[send.error, settle.error].map((each, n) => each && <ProblemBox key={n} problem={each} />)}
      <Group gap="xs" mt="sm">
        {onEdit && <Button size="xs" variant="default" onClick={onEdit}>{unwritten ? t('enquiries.write') : t('common.edit')}</Button>}
        {onEdit && reading.state === 'draft' && !unwritten && <Button size="xs" loading={send.isPending} disabled={reading.faults.length > 0} onClick={() => send.mutate(undefined, { onSuccess: () => toast(t('statements.submitted')) })}>{t('statements.submit')}</Button>}
        {mayApprove && (reading.written_by_me ? <Text size="sm">{t('statements.ownWork')}</Text> : (
          <>
            <Button size="xs" loading={settle.isPending} onClick={() => settle.mutate(undefined, { onSuccess: () => toast(t('enquiries.approved')) })}>{t('statements.approve')}</Button>
            <Button size="xs" variant="default" onClick={() => setDeclining(true)}>{t('statements.decline')}</Button>
          </>
        ))}
      </Group>
      {!unwritten && reading.faults.length > 0 && <List size="sm" mt="xs">{reading.faults.map((each) => <List.Item key={each.detail}>{each.detail}</List.Item>)}</List>}
      <ConfirmWithReason opened={declining} onClose={() => setDeclining(false)} title={t('statements.decline')} action={t('statements.decline')} onConfirm={(reason) => back.mutateAsync(reason)}>
        {t('statements.declineText')}
      </ConfirmWithReason>
    </article>
  );
}
