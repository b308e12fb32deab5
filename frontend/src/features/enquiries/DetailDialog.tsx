import { Button, Group, Menu, Modal, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '@/components/ErrorSummary';
import { Facts } from '@/components/Facts';
import { Icon } from '@/components/Icon';
import { ProblemBox } from '@/components/ProblemBox';
import { StateBadge } from '@/components/StateBadge';
import { ownZone } from '@/components/TimeField';
import { When } from '@/components/When';
import { useMe } from '@/features/session/me';
import { languageName } from '@/lib/names';
import { agree, answersQuery, askQuestion, assign, enquiryQuery, give, route, settle, useAct, type CallBack, type Detail, type Ending, type Given, type Words } from './api';
import { CallFields, noCall } from './CallFields';
import { numberOf, stateBadge, worryBadge } from './enquiries';
import { ReadAloud } from './ReadAloud';

type Props = { incident: string; words: Words; id: string; onClose: () => void };

/** One enquiry: what they need, what they were told, and what can be done. */
export function DetailDialog({ incident, words, id, onClose }: Props) {
  const { t } = useTranslation();
  const query = useQuery(enquiryQuery(incident, id));
  return (
    <Modal opened onClose={onClose} size="xl" title={query.data ? numberOf(query.data) : t('enquiries.open')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      {query.error && <ProblemBox problem={query.error} onRetry={() => void query.refetch()} />}
      {query.data ? <Inside incident={incident} words={words} enquiry={query.data} onClose={onClose} /> : <Skeleton height={240} />}
    </Modal>
  );
}

function Inside({ incident, words, enquiry, onClose }: { incident: string; words: Words; enquiry: Detail; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const answers = useQuery(answersQuery(incident));
  const [part, setPart] = useState<'answer' | 'question' | 'call' | null>(null);
  const [question, setQuestion] = useState('');
  const [call, setCall] = useState<CallBack>(noCall(enquiry.language));
  const act = useAct(incident, (run: () => Promise<unknown>) => run());
  const run = (call: () => Promise<unknown>, then?: () => void) => act.mutate(call, { onSuccess: () => {
    setPart(null);
    then?.();
  } });
  const errors = fieldErrors(act.error);
  const done = enquiry.state === 'done';
  const mayEnd = !done && enquiry.state !== 'answered' && (enquiry.state !== 'routed' || me?.role === 'data-protection-officer');

  return (
    <Stack>
      <Group gap="xs">
        <StateBadge state={stateBadge[enquiry.state]}>{t(`enquiries.state.${enquiry.state}`)}</StateBadge>
        <StateBadge state={worryBadge[enquiry.worry] ?? 'none'}>{words.worries.find((each) => each.id === enquiry.worry)?.label ?? enquiry.worry}</StateBadge>
      </Group>
      <Facts items={[
        [t('enquiries.what'), words.topics.find((each) => each.id === enquiry.topic)?.label ?? enquiry.topic],
        [t('enquiries.received'), <><When key="at" at={enquiry.received_at} zone={ownZone} /> · {t(`enquiries.channel.${enquiry.channel}`)}</>],
        [t('enquiries.theirLanguage'), languageName(enquiry.language, i18n.language)],
        [t('enquiries.name'), enquiry.name ? <bdi key="name">{enquiry.name}</bdi> : t('enquiries.notAsked')],
        [t('enquiries.note'), enquiry.note ? <bdi key="note">{enquiry.note}</bdi> : t('enquiries.notAsked')],
        [t('enquiries.owner'), enquiry.owner ? <bdi key="owner">{enquiry.owner}</bdi> : t('tasks.nobody')],
        ...(enquiry.outcome ? [[t('enquiries.ended'), t(`enquiries.endings.${enquiry.outcome as Ending}`, { defaultValue: enquiry.outcome })] as [string, string]] : []),
      ]} />
      {enquiry.answers.length > 0 && (
        <div>
          <Text fw={550}>{t('enquiries.told')}</Text>
          {enquiry.answers.map((each) => (
            <Text key={each.answer_id + each.given_at} size="sm">
              <bdi>{each.question}</bdi> · {each.version > 0 ? <>{t('enquiries.givenVersion', { number: each.version, language: languageName(each.language, i18n.language) })} · <When at={each.given_at} zone={ownZone} /></> : t('enquiries.awaits')}
            </Text>
          ))}
        </div>
      )}
      {enquiry.calls.length > 0 && (
        <div>
          <Text fw={550}>{t('enquiries.calls')}</Text>
          {enquiry.calls.map((each) => (
            <Text key={each.id} size="sm"><When at={each.begun_at} zone={ownZone} /> · <bdi>{each.begun_by}</bdi> · {each.outcome ? t(`enquiries.outcome.${each.outcome as 'reached'}`) : t('enquiries.notSaid')}</Text>
          ))}
        </div>
      )}
      {act.error && Object.keys(errors).length === 0 && <ProblemBox problem={act.error} />}
      {part === 'answer' && answers.data && <ReadAloud answers={answers.data.items.filter((each) => each.topic === enquiry.topic)} language={enquiry.language} pending={act.isPending} onGiven={(given: Given) => run(() => give(enquiry, given))} />}
      {part === 'question' && (
        <Group align="end" gap="xs">
          <TextInput id="question" style={{ flex: 1 }} label={t('enquiries.question')} description={t('enquiries.questionHint')} maxLength={200} value={question} error={errors.question} onChange={(event) => setQuestion(event.currentTarget.value)} />
          <Button loading={act.isPending} onClick={() => run(() => askQuestion(enquiry, question))}>{t('enquiries.handOn')}</Button>
        </Group>
      )}
      {part === 'call' && (
        <>
          <CallFields value={call} errors={errors} onChange={setCall} speakers={words.speakers} />
          <div><Button loading={act.isPending} onClick={() => run(() => agree(enquiry, call))}>{t('enquiries.agree')}</Button></div>
        </>
      )}
      {!done && (
        <Group gap="xs">
          <Button variant="default" size="xs" onClick={() => setPart('answer')}>{t('enquiries.giveAnswer')}</Button>
          {enquiry.state !== 'answered' && <Button variant="default" size="xs" onClick={() => setPart('question')}>{t('enquiries.noneFits')}</Button>}
          <Button variant="default" size="xs" onClick={() => setPart('call')}>{t('enquiries.agreeCall')}</Button>
          {me && enquiry.owner_id !== me.id && <Button variant="default" size="xs" loading={act.isPending} onClick={() => run(() => assign(enquiry, me.id))}>{t('enquiries.takeIt')}</Button>}
          {me && enquiry.owner_id === me.id && <Button variant="default" size="xs" loading={act.isPending} onClick={() => run(() => assign(enquiry, ''))}>{t('enquiries.putBack')}</Button>}
          {enquiry.state !== 'routed' && <Button color="violet" variant="light" size="xs" loading={act.isPending} onClick={() => run(() => route(enquiry))}>{t('enquiries.route')}</Button>}
          {mayEnd && (
            <Menu position="bottom-end">
              <Menu.Target><Button variant="default" size="xs" rightSection={<Icon name="down" size={14} />}>{t('enquiries.settle')}</Button></Menu.Target>
              <Menu.Dropdown>
                {(words.endings as Ending[]).map((each) => <Menu.Item key={each} onClick={() => run(() => settle(enquiry, each), onClose)}>{t(`enquiries.endings.${each}`)}</Menu.Item>)}
              </Menu.Dropdown>
            </Menu>
          )}
        </Group>
      )}
    </Stack>
  );
}
