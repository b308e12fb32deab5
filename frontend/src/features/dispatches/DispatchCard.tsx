import { Alert, Button, Checkbox, Group, Modal, Progress, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { Facts } from '@/components/Facts';
import { Icon } from '@/components/Icon';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { toast } from '@/components/Toasts';
import { When } from '@/components/When';
import { useCan } from '@/features/session/me';
import { numberWords } from '@/lib/range';
import { allow, households, pause, prepare, release, remaining, request, resume, stop, takeBack, useAct, type Dispatch } from './api';
import { AudiencePicture } from './AudiencePicture';
import { Reasons } from './CoveragePanel';
import { Households } from './Households';
import { DispatchSteps } from './DispatchSteps';
import { readable } from './reasons';
import { readersLanguage } from './readersLanguage';
import classes from './Tell.module.css';
import { UncertainPeople } from './UncertainPeople';

type Asked = 'request' | 'allow' | 'return' | 'release' | 'resume' | 'remaining' | null;

/** One dispatch: where it stands, the button that is mine, and while it sends, pause and stop always in reach. */
export function DispatchCard({ incident, dispatch: d }: { incident: string; dispatch: Dispatch }) {
  const { t, i18n } = useTranslation();
  const can = useCan();
  const act = useAct(incident);
  const [asked, setAsked] = useState<Asked>(null);
  const n = (count: number) => numberWords(count, i18n.language);
  const close = () => { setAsked(null); act.reset(); };
  // It is said with the call, not with the card: a dispatch that is paused or goes on moves to another place of the page, and this card is gone.
  const say = (call: () => Promise<unknown>, said: string) => () => call().then(() => toast(said));
  const run = (call: () => Promise<unknown>, said: string) => act.mutate(say(call, said), { onSuccess: () => setAsked(null) });
  const sending = d.phase === 'sending';
  const added = d.audience_count - d.people_count;
  const waiting = d.reasons.filter((each) => each.reason === 'household').reduce((sum, each) => sum + each.count, 0);

  const buttons: ReactNode[] = [];
  let why = '';
  if (d.phase === 'ready' && can('request-sending')) {
    buttons.push(<Button key="request" onClick={() => setAsked('request')}>{t('dispatches.request')}</Button>);
    buttons.push(<Button key="again" variant="default" loading={act.isPending} onClick={() => run(() => prepare({ id: d.notice_id }, d.first_wave_percent as 0 | 1), t('dispatches.prepared'))}>{t('dispatches.prepareAgain')}</Button>);
  }
  if (d.phase === 'requested' && can('approve-sending')) {
    if (d.requested_by_me) why = t('dispatches.ownRequest');
    else if (d.written_by_me) why = t('dispatches.ownWork');
    else buttons.push(<Button key="allow" leftSection={<Icon name="mail" />} onClick={() => setAsked('allow')}>{t('dispatches.allow')}</Button>);
    buttons.push(<Button key="return" variant="default" onClick={() => setAsked('return')}>{t('dispatches.return')}</Button>);
  }
  if (sending && !d.halted && d.wave === 1 && can('request-sending')) {
    buttons.push(<Button key="release" disabled={d.first_wave_left > 0} onClick={() => setAsked('release')}>{t('dispatches.release')}</Button>);
  }
  if (sending && d.halted === 'paused' && can('approve-sending')) {
    if (d.requested_by_me) why = t('dispatches.ownResume');
    else buttons.push(<Button key="resume" onClick={() => setAsked('resume')}>{t('dispatches.resume')}</Button>);
  }
  if (can('request-sending') && (d.halted === 'stopped' || (d.wave === 2 && added > 0) || (d.phase === 'done' && added > 0))) {
    buttons.push(<Button key="remaining" onClick={() => setAsked('remaining')}>{t('dispatches.remaining')}</Button>);
  }

  return (
    <Section
      title={<>{t('dispatches.dispatchOf', { number: d.notice_number })} {d.kind === 'supplement' && <Text span c="dimmed" fz="md">{t('dispatches.supplement')}</Text>}</>}
      actions={<Badge dispatch={d} />}
    >
      <Stack gap="md">
        {d.subject && <Text size="sm" c="dimmed"><bdi>{d.subject}</bdi></Text>}
        {sending && !d.halted && can('stop-sending') && (
          <div className={`${classes.big} no-print`}>
            <Button size="lg" color="yellow" variant="filled" c="black" onClick={() => run(() => pause(d), t('dispatches.paused'))}>{t('dispatches.pause')}</Button>
            <Button size="lg" color="red" onClick={() => run(() => stop(d), t('dispatches.stopped'))}>{t('dispatches.stop')}</Button>
            <Text size="sm" maw={360} style={{ alignSelf: 'center' }}>{t('dispatches.stopHint')}</Text>
          </div>
        )}
        {act.error && !asked && <ProblemBox problem={act.error} />}
        <DispatchSteps dispatch={d} />
        {d.halted && (
          <Alert color={d.halted === 'stopped' ? 'red' : 'yellow'} variant="light" styles={d.halted === 'stopped' ? undefined : readable} title={t(`dispatches.halted.${d.halted}`)}>
            {t(`dispatches.haltedWhy.${d.halted_why}`, d.halted_why)} <When at={d.halted_at} />. {t(d.halted === 'stopped' ? 'dispatches.haltedNextStopped' : 'dispatches.haltedNext')}
          </Alert>
        )}
        {d.phase === 'preparing' && <Preparing dispatch={d} />}
        {(sending || d.phase === 'done') && <Live dispatch={d} />}
        {waiting > 0 && (d.phase === 'ready' || d.phase === 'requested') && (
          <Alert color="yellow" variant="light" styles={readable} title={t('dispatches.households.title', { count: waiting, formatted: n(waiting) })}>
            <Text size="sm" mb="xs">{t('dispatches.households.text')}</Text>
            {can('request-sending') && <Households dispatch={d} onDecide={(rule, own) => run(() => households(d, rule, own), t('dispatches.households.decided'))} />}
          </Alert>
        )}
        {d.phase === 'ready' || d.phase === 'requested' ? (
          <AudiencePicture rows={d.reasons.map((each) => ({ state: each.reason === 'queued' || each.share === 'told' ? 'queued' : each.share === 'pending' ? 'waiting' : each.share, channel: each.channel, reason: each.reason, count: each.count }))} languages={d.languages} fallbacks={d.fallbacks} />
        ) : <Reasons reasons={d.reasons} />}
        {d.shares.uncertain ? <UncertainPeople incident={incident} dispatch={d} /> : null}
        {added > 0 && d.phase !== 'preparing' && <Text size="sm">{t('dispatches.added', { count: added, formatted: n(added) })}</Text>}
        {why && <Text size="sm">{why}</Text>}
        {buttons.length > 0 && <Group gap="xs" className="no-print">{buttons}</Group>}
      </Stack>
      <Check key={d.version} opened={asked === 'request'} onClose={close} dispatch={d} title={t('dispatches.request')} text={t('dispatches.requestText')} problem={act.error} busy={act.isPending} settles onGo={(standIns) => run(() => request(d, standIns), t('dispatches.requested'))} />
      <Check opened={asked === 'allow'} onClose={close} dispatch={d} title={t('dispatches.allow')} text={t('dispatches.allowText', { count: d.first_wave_count, formatted: n(d.first_wave_count) })} problem={act.error} busy={act.isPending} onGo={() => run(() => allow(d), t('dispatches.allowed'))} />
      <Check opened={asked === 'release'} onClose={close} dispatch={d} title={t('dispatches.release')} text={t('dispatches.releaseText')} problem={act.error} busy={act.isPending} onGo={() => run(() => release(d), t('dispatches.released'))} />
      <Check opened={asked === 'remaining'} onClose={close} dispatch={d} title={t('dispatches.remaining')} text={t('dispatches.remainingText')} problem={act.error} busy={act.isPending} onGo={() => run(() => remaining(d), t('dispatches.prepared'))} />
      <ConfirmWithReason opened={asked === 'return'} onClose={close} title={t('dispatches.return')} action={t('dispatches.return')} onConfirm={(reason) => act.mutateAsync(() => takeBack(d, reason))}>{t('dispatches.returnText')}</ConfirmWithReason>
      <ConfirmWithReason opened={asked === 'resume'} onClose={close} title={t('dispatches.resume')} action={t('dispatches.resume')} onConfirm={(reason) => act.mutateAsync(() => resume(d, reason))}>{t('dispatches.resumeText')}</ConfirmWithReason>
    </Section>
  );
}

function Badge({ dispatch: d }: { dispatch: Dispatch }) {
  const { t } = useTranslation();
  if (d.halted) return <StateBadge state={d.halted === 'stopped' ? 'late' : 'soon'}>{t(`dispatches.halted.${d.halted}`)}</StateBadge>;
  const state = ({ preparing: 'none', ready: 'in_time', requested: 'soon', sending: 'in_time', done: 'done' } as const)[d.phase];
  return <StateBadge state={state}>{t(`dispatches.phase.${d.phase}`)}</StateBadge>;
}

function Preparing({ dispatch: d }: { dispatch: Dispatch }) {
  const { t, i18n } = useTranslation();
  const part = d.audience_count > 0 ? Math.min(100, (100 * d.people_count) / d.audience_count) : 0;
  return (
    <div role="status">
      <Text size="sm" mb={4}>{t('dispatches.preparing', { done: numberWords(d.people_count, i18n.language), all: numberWords(d.audience_count, i18n.language) })}</Text>
      <Progress value={part} size="lg" aria-label={t('dispatches.phase.preparing')} />
    </div>
  );
}

function Live({ dispatch: d }: { dispatch: Dispatch }) {
  const { t, i18n } = useTranslation();
  const n = (count: number) => numberWords(count, i18n.language);
  const told = d.shares.told ?? 0;
  return (
    <div role="status" aria-live="polite">
      <Progress value={d.people_count > 0 ? (100 * told) / d.people_count : 0} size="xl" color="green" aria-label={t('dispatches.told')} />
      <Group justify="space-between" gap="xs" mt={6}>
        <Text size="sm"><bdi>{t('dispatches.toldOf', { told: n(told), all: n(d.people_count) })}</bdi>{d.on_the_way > 0 && <> · {t('dispatches.onTheWay', { count: d.on_the_way, formatted: n(d.on_the_way) })}</>}</Text>
        <Text size="sm" fw={550}>
          {d.ends_at ? <>{t('dispatches.endsAbout')} <When at={d.ends_at} /></> : d.phase === 'done' ? <>{t('dispatches.doneAt')} <When at={d.done_at} /></> : d.wave === 1 ? t('dispatches.firstWaveLeft', { count: d.first_wave_left, formatted: n(d.first_wave_left) }) : null}
        </Text>
      </Group>
    </div>
  );
}

type CheckProps = { opened: boolean; onClose: () => void; dispatch: Dispatch; title: string; text: string; problem: unknown; busy: boolean; settles?: boolean; onGo: (standIns: string[]) => void };

/** What exactly is decided, before it is. Whoever asks for a sending settles each language nobody wrote by its name. */
function Check({ opened, onClose, dispatch: d, title, text, problem, busy, settles, onGo }: CheckProps) {
  const { t, i18n } = useTranslation();
  const [standIns, setStandIns] = useState<string[]>([]);
  const n = (count: number) => numberWords(count, i18n.language);
  const unwritten = Object.entries(d.fallbacks).filter(([, count]) => count > 0).sort((a, b) => b[1] - a[1]);
  const named = (code: string) => readersLanguage(code, t, i18n.language);
  const open = settles && unwritten.some(([code]) => !standIns.includes(code));
  return (
    <Modal opened={opened} onClose={onClose} title={title} size="lg" closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack>
        <Text size="sm">{text}</Text>
        {!!problem && <ProblemBox problem={problem} />}
        <Facts items={[
          [t('dispatches.check.words'), <bdi key="words">{d.subject}</bdi>],
          [t('dispatches.check.people'), <bdi key="people">{n(d.people_count)}</bdi>],
          [t('dispatches.check.first'), <bdi key="first">{n(d.first_wave_count)}</bdi>],
          [t('dispatches.check.kept'), <bdi key="kept">{n((d.shares.excluded ?? 0) + (d.shares.unreached ?? 0))}</bdi>],
          ...(!settles && unwritten.length > 0 ? [[t('dispatches.check.unwritten'), <bdi key="unwritten">{unwritten.map(([code, count]) => `${named(code)} ${n(count)}`).join(', ')}</bdi>] as [string, ReactNode]] : []),
          [t('dispatches.check.due'), d.due_at ? <When key="due" at={d.due_at} /> : t('common.notKnownYet')],
          [t('dispatches.check.binding'), <bdi key="hash" className={classes.hash}>{d.binding.slice(0, 16)}…</bdi>],
        ]} />
        {settles && unwritten.length > 0 && (
          <Checkbox.Group value={standIns} onChange={setStandIns} label={t('dispatches.check.settle')} description={t('dispatches.check.settleText')}>
            <Stack gap="xs" mt="xs">
              {unwritten.map(([code, count]) => <Checkbox key={code} value={code} label={t('dispatches.check.standIn', { count, formatted: n(count), language: named(code) })} />)}
            </Stack>
          </Checkbox.Group>
        )}
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
          <Button loading={busy} disabled={open} onClick={() => onGo(unwritten.map(([code]) => code).filter((code) => standIns.includes(code)))}>{title}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
