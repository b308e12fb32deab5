import { Accordion, Alert, Button, Group, List, Paper, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useApproval } from '@/features/approvals/api';
import { Beside } from '@/features/comments/Beside';
import { ApprovalSteps } from '@/features/approvals/ApprovalSteps';
import { useTranslation } from 'react-i18next';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { ProblemBox } from '@/components/ProblemBox';
import { StateBadge } from '@/components/StateBadge';
import { toast } from '@/components/Toasts';
import { When } from '@/components/When';
import type { State } from '@/lib/state';
import { approve, decline, submit, useAct, withdraw, type Statement, type Version } from './api';
import { PublicationSeen } from './PublicationSeen';
import { PublishDialog } from './PublishDialog';
import { ReaderView } from './ReaderView';

const badge: Record<Version['state'], State> = { draft: 'none', submitted: 'soon', approved: 'done', declined: 'stopped', superseded: 'none' };

type Props = { incident: string; statement: Statement; rights: string[]; onEdit?: () => void };

export function StatementCard({ incident, statement, rights, onEdit }: Props) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<'decline' | 'publish' | 'withdraw' | null>(null);
  const newest = statement.versions[0]!;
  const live = statement.publications.find((each) => !each.withdrawn_at);
  const publishedThis = statement.publications.some((each) => !each.withdrawn_at && each.version === newest.number);
  const send = useAct(incident, () => submit(statement.id));
  const settle = useAct(incident, () => approve(statement.id, newest.hash).then(() => refetch()));
  const back = useAct(incident, (reason: string) => decline(statement.id, newest.hash, reason));
  const take = useAct(incident, (reason: string) => withdraw(live!.id, reason));
  const { approval, turn, refetch } = useApproval(statement.id, newest.hash, newest.state === 'submitted');
  const mayApprove = turn;
  const mayPublish = rights.includes('publish-statements') && newest.state === 'approved' && !publishedThis;
  const own = statement.versions.some((each) => each.written_by_me);

  return (
    <Paper withBorder p="lg" component="article">
      <Stack>
        <Group justify="space-between">
          <Group gap="xs">
            <StateBadge state={badge[newest.state]}>{t(`statements.state.${newest.state}`)}</StateBadge>
            {live && <StateBadge state={live.public ? 'done' : 'soon'}>{live.public ? t('statements.public') : <>{t('statements.publicFrom')} <When at={live.publish_at} /></>}</StateBadge>}
          </Group>
          <Text size="sm" c="dimmed">{t('statements.version', { number: newest.number, name: newest.written_by })} · <When at={newest.written_at} /></Text>
        </Group>
        {live?.public && <PublicationSeen look={live.look} />}
        <ReaderView language={newest.language} title={newest.rendered_title} body={newest.rendered_body} />
        {newest.decline_reason && <Alert color="violet" variant="light">{t('statements.declinedBecause', { reason: newest.decline_reason })}</Alert>}
        {newest.settled_by && newest.state === 'approved' && <Text size="sm" c="dimmed">{t('statements.approvedBy', { name: newest.settled_by })}</Text>}
        {statement.faults.length > 0 && (
          <Alert color="ink" variant="light" title={t('statements.faults')}>
            <List size="sm">{statement.faults.map((each) => <List.Item key={each.detail}>{each.detail}</List.Item>)}</List>
          </Alert>
        )}
        {[send.error, settle.error].map((each, n) => each && <ProblemBox key={n} problem={each} />)}
        <ApprovalSteps approval={approval} onDone={() => settle.reset()} />
        <Group gap="xs">
          {onEdit && <Button variant="default" onClick={onEdit}>{t('common.edit')}</Button>}
          {onEdit && newest.state === 'draft' && (
            <Button loading={send.isPending} disabled={statement.faults.length > 0} onClick={() => send.mutate(undefined, { onSuccess: () => toast(t('statements.submitted')) })}>{t('statements.submit')}</Button>
          )}
          {mayApprove && own && <Text size="sm">{t('statements.ownWork')}</Text>}
          {mayApprove && !own && approval?.mine && (
            <>
              <Button loading={settle.isPending} onClick={() => settle.mutate(undefined, { onSuccess: () => toast(t('statements.approved')) })}>{t('statements.approve')}</Button>
              <Button variant="default" onClick={() => setAsked('decline')}>{t('statements.decline')}</Button>
              <Text size="sm" c="dimmed">{t('statements.approveText')}</Text>
            </>
          )}
          {mayPublish && <Button onClick={() => setAsked('publish')}>{t('statements.publish')}</Button>}
          {live && rights.includes('publish-statements') && <Button variant="default" onClick={() => setAsked('withdraw')}>{t('statements.withdraw')}</Button>}
        </Group>
        {rights.includes('comment') && <Beside incident={incident} kind="text" id={statement.id} />}
        {statement.versions.length > 1 && <History versions={statement.versions.slice(1)} />}
      </Stack>
      <ConfirmWithReason opened={asked === 'decline'} onClose={() => setAsked(null)} title={t('statements.decline')} action={t('statements.decline')} onConfirm={(reason) => back.mutateAsync(reason)}>
        {t('statements.declineText')}
      </ConfirmWithReason>
      <ConfirmWithReason opened={asked === 'withdraw'} onClose={() => setAsked(null)} title={t('statements.withdraw')} action={t('statements.withdraw')} onConfirm={(reason) => take.mutateAsync(reason)}>
        {t('statements.withdrawText')}
      </ConfirmWithReason>
      <PublishDialog incident={incident} statement={statement} opened={asked === 'publish'} onClose={() => setAsked(null)} />
    </Paper>
  );
}

function History({ versions }: { versions: Version[] }) {
  const { t } = useTranslation();
  return (
    <Accordion variant="separated">
      <Accordion.Item value="history">
        <Accordion.Control>{t('statements.history')}</Accordion.Control>
        <Accordion.Panel>
          <Stack gap="lg">
            {versions.map((each) => (
              <div key={each.number}>
                <Text size="sm" c="dimmed" mb="xs">{t('statements.version', { number: each.number, name: each.written_by })} · <When at={each.written_at} /></Text>
                <ReaderView language={each.language} title={each.rendered_title} body={each.rendered_body} />
              </div>
            ))}
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
