import { Button, Checkbox, Group, Paper, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { ProblemBox } from '@/components/ProblemBox';
import { StateBadge } from '@/components/StateBadge';
import { toast } from '@/components/Toasts';
import { When } from '@/components/When';
import { ReaderView } from '@/features/statements/ReaderView';
import { approve, decline, edit, send, submit, useAct, type Audience, type Briefing } from './api';

type Props = { incident: string; report: Briefing; audience?: Audience; rights: string[] };

/** One report: read, edit, approve, send. */
export function BriefingCard({ incident, report, audience, rights }: Props) {
  const { t } = useTranslation();
  const { version } = report;
  const [mode, setMode] = useState<'read' | 'edit' | 'send' | 'decline'>('read');
  const [words, setWords] = useState({ title: version.title, body: version.body });
  const [to, setTo] = useState<string[]>([]);
  const save = useAct(incident, () => edit(report.id, { ...words, from: version.number }));
  const ask = useAct(incident, () => submit(report.id));
  const settle = useAct(incident, () => approve(report.id, version.hash));
  const back = useAct(incident, (reason: string) => decline(report.id, version.hash, reason));
  const go = useAct(incident, () => send(report.id, split(to, audience)));
  const mayWrite = rights.includes('write-tasks') && !report.sent_at;
  const done = (said: string) => ({ onSuccess: () => { toast(said); setMode('read'); } });

  return (
    <Paper withBorder p="lg" component="article">
      <Stack>
        <Group justify="space-between">
          <Group gap="xs">
            <Title order={3}>{t('briefings.name', { number: report.number, audience: t(`briefings.audiences.${report.audience as 'leadership'}`) })}</Title>
            <StateBadge state={report.sent_at ? 'done' : version.state === 'submitted' ? 'soon' : 'none'}>
              {report.sent_at ? t('briefings.sent', { count: report.recipients }) : t(`statements.state.${version.state}`)}
            </StateBadge>
          </Group>
          <Text size="sm" c="dimmed"><When at={report.written_at} /> · {report.since_at ? <>{t('briefings.since')} <When at={report.since_at} /></> : t('briefings.beginning')}</Text>
        </Group>
        {mode === 'edit'
          ? (
            <>
              <TextInput label={t('briefings.heading')} value={words.title} onChange={(event) => setWords({ ...words, title: event.currentTarget.value })} />
              <Textarea label={t('briefings.body')} autosize minRows={10} value={words.body} onChange={(event) => setWords({ ...words, body: event.currentTarget.value })} />
            </>
          )
          : <ReaderView language={version.language} title={version.rendered_title} body={version.rendered_body} />}
        {version.decline_reason && <Text size="sm">{t('statements.declinedBecause', { reason: version.decline_reason })}</Text>}
        {[save.error, ask.error, settle.error, go.error].map((each, n) => each && <ProblemBox key={n} problem={each} />)}
        {mode === 'send' && audience && (
          <Checkbox.Group label={t('briefings.recipients')} description={t('briefings.recipientsHint')} value={to} onChange={setTo}>
            <Stack gap="xs" mt="xs" mah={320} style={{ overflowY: 'auto' }}>
              {audience.recipients.map((each) => <Checkbox key={each.id} value={each.id} label={`${each.name} · ${each.role}`} />)}
            </Stack>
          </Checkbox.Group>
        )}
        <Group gap="xs">
          {mode === 'edit' && <Button loading={save.isPending} onClick={() => save.mutate(undefined, done(t('briefings.saved')))}>{t('common.save')}</Button>}
          {mode === 'send' && <Button loading={go.isPending} disabled={to.length === 0} onClick={() => go.mutate(undefined, done(t('briefings.sentNow')))}>{t('briefings.send')}</Button>}
          {mode !== 'read' && <Button variant="default" onClick={() => setMode('read')}>{t('common.cancel')}</Button>}
          {mode === 'read' && mayWrite && version.state === 'draft' && <Button loading={ask.isPending} onClick={() => ask.mutate(undefined, done(t('statements.submitted')))}>{t('briefings.submit')}</Button>}
          {mode === 'read' && mayWrite && <Button variant="default" onClick={() => { setWords({ title: version.title, body: version.body }); setMode('edit'); }}>{t('common.edit')}</Button>}
          {mode === 'read' && version.state === 'submitted' && rights.includes('approve-texts') && (version.written_by_me
            ? <Text size="sm">{t('statements.ownWork')}</Text>
            : (
              <>
                <Button loading={settle.isPending} onClick={() => settle.mutate(undefined, done(t('statements.approved')))}>{t('statements.approve')}</Button>
                <Button variant="default" onClick={() => setMode('decline')}>{t('statements.decline')}</Button>
              </>
            ))}
          {mode === 'read' && version.state === 'approved' && !report.sent_at && rights.includes('publish-statements') && <Button onClick={() => setMode('send')}>{t('briefings.send')}</Button>}
          {mode === 'read' && version.state === 'approved' && (
            <Button variant="default" onClick={() => void navigator.clipboard.writeText(`${version.rendered_title}\n\n${version.rendered_body}`).then(() => toast(t('briefings.copied')))}>{t('briefings.copy')}</Button>
          )}
        </Group>
      </Stack>
      <ConfirmWithReason opened={mode === 'decline'} onClose={() => setMode('read')} title={t('statements.decline')} action={t('statements.decline')} onConfirm={(reason) => back.mutateAsync(reason)}>
        {t('statements.declineText')}
      </ConfirmWithReason>
    </Paper>
  );
}

function split(ids: string[], audience?: Audience) {
  const chosen = audience?.recipients.filter((each) => ids.includes(each.id)) ?? [];
  return { accounts: chosen.filter((each) => each.account).map((each) => each.id), contacts: chosen.filter((each) => !each.account).map((each) => each.id) };
}
