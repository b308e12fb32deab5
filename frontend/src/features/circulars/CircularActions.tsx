import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { Facts } from '@/components/Facts';
import { Icon } from '@/components/Icon';
import { ProblemBox } from '@/components/ProblemBox';
import { toast } from '@/components/Toasts';
import { When } from '@/components/When';
import { useApproval } from '@/features/approvals/api';
import { ApprovalSteps } from '@/features/approvals/ApprovalSteps';
import { useCan } from '@/features/session/me';
import { languageName } from '@/lib/names';
import { inOrder, approve, approveSending, giveBack, requestSending, submit, useAct, withdraw, type Circular } from './api';
import classes from './Circulars.module.css';
import { useRecipientWords } from './Recipients';

type Asked = 'submit' | 'approve' | 'return' | 'request' | 'send' | 'withdraw';

/** What the person in front of the screen may do now, and in one sentence why not where it is somebody else's step. */
export function CircularActions({ incident, circular, onEdit }: { incident: string; circular: Circular; onEdit?: () => void }) {
  const { t } = useTranslation();
  const can = useCan();
  const [asked, setAsked] = useState<Asked | null>(null);
  const act = useAct(incident, (call: () => Promise<unknown>) => call());
  const close = () => { setAsked(null); act.reset(); };
  const run = (call: () => Promise<unknown>, said: string) => act.mutate(call, { onSuccess: () => { toast(said); close(); } });
  const { state } = circular;
  const mine = circular.written_by_me;
  const { approval, turn, mayReturn, refetch } = useApproval(circular.id, `${circular.version}`, state === 'submitted');
  const buttons: ReactNode[] = [];
  let why = '';

  if (state === 'draft' && can('draft-texts')) {
    buttons.push(<Button key="submit" disabled={circular.faults.length > 0} onClick={() => setAsked('submit')}>{t('circulars.submit')}</Button>);
    if (onEdit) buttons.push(<Button key="edit" variant="default" onClick={onEdit}>{t('common.edit')}</Button>);
  }
  if (state === 'submitted' && turn) {
    if (mine) why = t('circulars.ownWork');
    else if (approval?.mine) buttons.push(<Button key="approve" onClick={() => setAsked('approve')}>{t('circulars.approve')}</Button>);
  }
  if (state === 'approved' && can('request-sending')) buttons.push(<Button key="request" onClick={() => setAsked('request')}>{t('circulars.request')}</Button>);
  if (state === 'sending_requested' && can('approve-sending')) {
    if (mine) why = t('circulars.ownWorkSending');
    else if (circular.requested_by_me) why = t('circulars.ownRequest');
    else buttons.push(<Button key="send" onClick={() => setAsked('send')} leftSection={<Icon name="mail" />}>{t('circulars.send')}</Button>);
  }
  if (['submitted', 'approved', 'sending_requested'].includes(state) && (can('approve-texts') || mayReturn)) {
    buttons.push(<Button key="return" variant="default" onClick={() => setAsked('return')}>{t('circulars.return')}</Button>);
  }
  if (state !== 'withdrawn' && can('request-sending')) buttons.push(<Button key="withdraw" variant="default" onClick={() => setAsked('withdraw')}>{t('circulars.withdraw')}</Button>);
  if (buttons.length === 0 && !why && !approval) return null;

  return (
    <div className={`${classes.actions} no-print`}>
      <ApprovalSteps approval={approval} onDone={() => act.mutate(() => Promise.resolve())} />
      {why && <Text size="sm">{why}</Text>}
      {buttons.length > 0 && <Group gap="xs">{buttons}</Group>}
      <Check opened={asked === 'submit'} onClose={close} circular={circular} title={t('circulars.submit')} text={t('circulars.submitText')} problem={act.error} busy={act.isPending}
        onGo={() => run(() => submit(circular), t('circulars.submitted'))} />
      <Check opened={asked === 'approve'} onClose={close} circular={circular} title={t('circulars.approve')} text={t('circulars.approveText')} problem={act.error} busy={act.isPending}
        onGo={() => run(() => approve(circular).then(() => refetch()), t('circulars.approved'))} />
      <Check opened={asked === 'request'} onClose={close} circular={circular} title={t('circulars.request')} text={t('circulars.requestText')} problem={act.error} busy={act.isPending}
        onGo={() => run(() => requestSending(circular), t('circulars.requested'))} />
      <Check opened={asked === 'send'} onClose={close} circular={circular} title={t('circulars.send')} text={t('circulars.sendText')} problem={act.error} busy={act.isPending}
        onGo={() => run(() => approveSending(circular), t('circulars.sent'))} />
      <ConfirmWithReason opened={asked === 'return'} onClose={close} title={t('circulars.return')} action={t('circulars.return')}
        onConfirm={(reason) => act.mutateAsync(() => giveBack(circular, reason)).then(() => toast(t('circulars.returned')))}>{t('circulars.returnText')}</ConfirmWithReason>
      <ConfirmWithReason opened={asked === 'withdraw'} onClose={close} title={t('circulars.withdraw')} action={t('circulars.withdraw')}
        onConfirm={(reason) => act.mutateAsync(() => withdraw(circular, reason)).then(() => toast(t('circulars.withdrawn')))}>{t('circulars.withdrawText')}</ConfirmWithReason>
    </div>
  );
}

type CheckProps = { opened: boolean; onClose: () => void; circular: Circular; title: string; text: string; problem: unknown; busy: boolean; onGo: () => void };

/** A page of answers to check before a step that binds: exact text, recipients, the time to answer. */
function Check({ opened, onClose, circular, title, text, problem, busy, onGo }: CheckProps) {
  const { t, i18n } = useTranslation();
  const recipients = useRecipientWords(circular.recipients);
  return (
    <Modal opened={opened} onClose={onClose} title={title} size="lg" closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack>
        <Text size="sm">{text}</Text>
        {!!problem && <ProblemBox problem={problem} />}
        <Facts items={[
          [t('circulars.check.text'), inOrder(circular.preview).map(([language, words]) => <div key={language}>{languageName(language, i18n.language)}: <bdi>{words.title}</bdi></div>)],
          [t('circulars.recipients'), <span key="who">{t('circulars.recipientsCount', { count: circular.recipients.length })}. {recipients}</span>],
          [t('circulars.answerBy'), circular.answer_by ? <When key="by" at={circular.answer_by} zone={circular.draft?.zone} /> : t('circulars.asSoon')],
          ...(circular.content_hash ? [[t('circulars.hash'), <bdi key="hash" className={classes.hash}>{circular.content_hash.slice(0, 16)}…</bdi>] as [string, ReactNode]] : []),
        ]} />
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
          <Button loading={busy} onClick={onGo}>{title}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
