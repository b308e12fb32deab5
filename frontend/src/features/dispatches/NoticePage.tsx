import { Alert, Button, Group, List, SegmentedControl, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApproval } from '@/features/approvals/api';
import { ApprovalSteps } from '@/features/approvals/ApprovalSteps';
import { Beside } from '@/features/comments/Beside';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { Facts } from '@/components/Facts';
import { Icon } from '@/components/Icon';
import { Parts } from '@/components/Parts';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { toast } from '@/components/Toasts';
import { useCan, useMe } from '@/features/session/me';
import { ReaderView } from '@/features/statements/ReaderView';
import { languageName } from '@/lib/names';
import { numberWords } from '@/lib/range';
import { approveNotice, audienceQuery, noticeQuery, prepare, returnNotice, sendSample, stateOfNotice, submitNotice, useAct, variants, type Dispatch, type Notice, type Variant } from './api';
import { AudiencePicture } from './AudiencePicture';
import { DispatchCard } from './DispatchCard';
import { NoticeEditor } from './NoticeEditor';
import { readable } from './reasons';
import classes from './Tell.module.css';

/** One notice to people: exactly what is read in each language and channel, whom it would reach, and the step that is mine. */
export function NoticePage({ incident, id, dispatch, onBack }: { incident: string; id: string; dispatch?: Dispatch; onBack: () => void }) {
  const { t } = useTranslation();
  const can = useCan();
  const { data: notice, error, refetch } = useQuery(noticeQuery(incident, id));
  const [editing, setEditing] = useState(false);
  if (error && !notice) return <ProblemBox problem={error} onRetry={() => void refetch()} />;
  if (!notice) return <Stack><Skeleton height={96} /><Skeleton height={320} /></Stack>;
  const mayEdit = can('draft-texts') && notice.state !== 'sending' && notice.state !== 'withdrawn';
  const talk = can('comment') && <Beside incident={incident} kind="people-notice" id={notice.id} />;
  if (editing) return <Parts><NoticeEditor incident={incident} notice={notice} onDone={() => setEditing(false)} />{talk}</Parts>;
  return (
    <Parts>
      <Group justify="space-between" gap="sm">
        <Group gap="sm">
          <Button variant="subtle" color="gray" size="xs" onClick={onBack} leftSection={<Icon name="back" size={16} />}>{t('dispatches.back')}</Button>
          <Title order={2}>{t('dispatches.number', { number: notice.number })}</Title>
          <StateBadge state={stateOfNotice[notice.state]}>{t(`dispatches.noticeState.${notice.state}`)}</StateBadge>
        </Group>
        {mayEdit && <Button variant="default" size="xs" onClick={() => setEditing(true)}>{t('common.edit')}</Button>}
      </Group>
      {notice.stale && <Alert color="yellow" variant="light" styles={readable} title={t('dispatches.stale')}>{t('dispatches.staleText')}</Alert>}
      {notice.state === 'draft' && notice.faults.length > 0 && (
        <Alert color="yellow" variant="light" styles={readable} title={t('dispatches.faults')}>
          <List size="sm">{notice.faults.map((each) => <List.Item key={each.field + each.detail}><bdi>{each.field}</bdi>: {each.detail}</List.Item>)}</List>
        </Alert>
      )}
      <Actions incident={incident} notice={notice} prepared={!!dispatch} />
      {dispatch && <DispatchCard incident={incident} dispatch={dispatch} />}
      <Words notice={notice} />
      {talk}
      {!dispatch && <Audience incident={incident} notice={notice} />}
    </Parts>
  );
}

function Words({ notice }: { notice: Notice }) {
  const { t, i18n } = useTranslation();
  const all = Object.keys(notice.preview);
  const [language, setLanguage] = useState(notice.draft.fallback || all[0] || 'en');
  const [variant, setVariant] = useState<Variant>('body');
  const text = notice.preview[language] ?? notice.preview[all[0] ?? ''];
  if (!text) return null;
  // A list stands by itself, as it does in the message.
  const named = (words: string) => words.replace(/^(?!- )(.+)\n(?=- )/gm, '$1\n\n').replaceAll('{{name}}', t('dispatches.sampleName')).replaceAll('{{society}}', t('dispatches.sampleSociety')).replaceAll('{{your_reference}}', 'K7Q4-9TXM');
  return (
    <Section title={t('dispatches.asItReads')}>
      <Stack gap="sm">
        <Group gap="sm">
          <SegmentedControl aria-label={t('dispatches.language')} value={language} onChange={setLanguage} data={all.map((each) => ({ value: each, label: languageName(each, i18n.language) }))} />
          <SegmentedControl aria-label={t('dispatches.way')} value={variant} onChange={(value) => setVariant(value as Variant)} data={variants.map((each) => ({ value: each, label: t(`dispatches.variant.${each}`) }))} />
        </Group>
        <div className={classes.words}>
          <ReaderView language={language} title={variant === 'body' ? text.subject : ''} body={named(text[variant])} />
        </div>
        {text.families && <Text size="sm"><b>{t('dispatches.families')}</b> <bdi lang={language}>{text.families}</bdi></Text>}
        <Facts items={[
          [t('dispatches.organisation'), notice.draft.organisation],
          [t('dispatches.contact'), [notice.draft.contact.name, notice.draft.contact.telephone, notice.draft.contact.email].filter(Boolean).join(' · ')],
          ...(notice.content_hash ? [[t('dispatches.hash'), <bdi key="hash" className={classes.hash}>{notice.content_hash}</bdi>] as [string, ReactNode]] : []),
        ]} />
      </Stack>
    </Section>
  );
}

function Audience({ incident, notice }: { incident: string; notice: Notice }) {
  const { t, i18n } = useTranslation();
  const { data, error, refetch } = useQuery(audienceQuery(incident, notice.id, notice.version));
  const n = (count: number) => numberWords(count, i18n.language);
  return (
    <Section title={data ? t('dispatches.audience.title', { count: data.people, formatted: n(data.people) }) : t('dispatches.audience.loading')}>
      {error && !data && <ProblemBox problem={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height={160} />}
      {data && data.people === 0 && <Text size="sm" c="dimmed">{t('dispatches.audience.nobody')}</Text>}
      {data && data.people > 0 && (
        <Stack gap="sm">
          {data.reckoned && <Text size="sm" c="dimmed">{t('dispatches.audience.reckoned')}</Text>}
          <AudiencePicture rows={data.rows} languages={data.languages} fallbacks={data.fallbacks} />
          {data.households > 0 && <Text size="sm">{t('dispatches.audience.households', { count: data.households, formatted: n(data.households) })}</Text>}
        </Stack>
      )}
    </Section>
  );
}

function Actions({ incident, notice, prepared }: { incident: string; notice: Notice; prepared: boolean }) {
  const { t } = useTranslation();
  const can = useCan();
  const me = useMe();
  const act = useAct(incident);
  const [returning, setReturning] = useState(false);
  const run = (call: () => Promise<unknown>, said: string) => act.mutate(call, { onSuccess: () => toast(said) });
  const { approval, turn, mayReturn, refetch } = useApproval(notice.id, `${notice.version}`, notice.state === 'submitted');
  const buttons: ReactNode[] = [];
  let why = '';
  if (notice.state === 'draft' && can('draft-texts')) buttons.push(<Button key="submit" disabled={notice.faults.length > 0} onClick={() => run(() => submitNotice(notice), t('dispatches.submitted'))}>{t('dispatches.submit')}</Button>);
  if (notice.state === 'submitted' && (turn || mayReturn)) {
    if (notice.written_by_me) why = t('dispatches.ownWords');
    else if (approval?.mine) buttons.push(<Button key="approve" onClick={() => run(() => approveNotice(notice).then(() => refetch()), t('dispatches.approved'))}>{t('dispatches.approve')}</Button>);
    buttons.push(<Button key="return" variant="default" onClick={() => setReturning(true)}>{t('dispatches.giveBack')}</Button>);
  }
  if (notice.state === 'approved' && !prepared && can('request-sending')) {
    buttons.push(<Button key="prepare" onClick={() => run(() => prepare(notice, 0), t('dispatches.prepared'))}>{t('dispatches.prepare')}</Button>);
    buttons.push(<Button key="percent" variant="default" onClick={() => run(() => prepare(notice, 1), t('dispatches.prepared'))}>{t('dispatches.preparePercent')}</Button>);
  }
  if (can('draft-texts') && me && Object.keys(notice.preview).length > 0) buttons.push(<Button key="sample" variant="default" onClick={() => run(() => sendSample(notice, [me.id]), t('dispatches.sampled'))}>{t('dispatches.sample')}</Button>);
  if (buttons.length === 0 && !why && !approval) return null;
  return (
    <div className="no-print">
      <ApprovalSteps approval={approval} onDone={() => act.mutate(() => Promise.resolve())} />
      {act.error && <ProblemBox problem={act.error} />}
      {why && <Text size="sm" mb="xs">{why}</Text>}
      {notice.state === 'approved' && !prepared && can('request-sending') && <Text size="sm" mb="xs" maw={640}>{t('dispatches.prepareText')}</Text>}
      <Group gap="xs">{buttons.map((each) => each)}</Group>
      <ConfirmWithReason opened={returning} onClose={() => setReturning(false)} title={t('dispatches.giveBack')} action={t('dispatches.giveBack')} onConfirm={(reason) => act.mutateAsync(() => returnNotice(notice, reason))}>{t('dispatches.giveBackText')}</ConfirmWithReason>
    </div>
  );
}
