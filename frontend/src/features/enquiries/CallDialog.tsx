import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '@/components/ProblemBox';
import { toast } from '@/components/Toasts';
import { languageName } from '@/lib/names';
import { answersQuery, beginCall, endCall, useAct, type Call, type Given, type Outcome, type Work } from './api';
import { numberOf } from './enquiries';
import classes from './Enquiries.module.css';
import { ReadAloud } from './ReadAloud';
import { Rules } from './Rules';

const outcomes: Outcome[] = ['reached', 'not-reached', 'somebody-else', 'do-not-call'];

/** A call back: first what must not be said, then the number, then the words, then what became of it. */
export function CallDialog({ incident, work, onClose }: { incident: string; work: Work; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const [call, setCall] = useState<Call | null>(null);
  const [given, setGiven] = useState<Given | null>(null);
  const answers = useQuery(answersQuery(incident));
  const begin = useAct(incident, () => beginCall(work.id));
  const end = useAct(incident, (outcome: Outcome) => endCall(work.id, call?.id ?? work.call?.in_call ?? '', outcome, outcome === 'reached' && given ? given : undefined));
  const running = call !== null || !!work.call?.in_call;
  const fitting = (answers.data?.items ?? []).filter((each) => work.ready.includes(each.id) || (work.ready.length === 0 && each.topic === work.topic));
  const language = work.call?.language ?? work.language;

  return (
    <Modal opened onClose={onClose} size="lg" title={t('enquiries.callBack', { number: numberOf(work) })} closeButtonProps={{ 'aria-label': t('common.close') }} closeOnClickOutside={!running}>
      <Stack>
        <Rules rules={work.call?.rules ?? []} />
        <Text size="sm">{t('enquiries.speak', { language: languageName(language, i18n.language) })}</Text>
        {[begin.error, end.error].map((each, n) => each && <ProblemBox key={n} problem={each} />)}
        {!running && <div><Button loading={begin.isPending} data-autofocus onClick={() => begin.mutate(undefined, { onSuccess: setCall })}>{t('enquiries.openNumber')}</Button></div>}
        {call && (
          <>
            {call.avoid && <Alert color="violet" variant="light" title={t('enquiries.doNotSay')}>{call.avoid}</Alert>}
            <div>
              <Text className={classes.number} dir="ltr"><bdi>{call.telephone}</bdi></Text>
              {call.ask_for && <Text>{t('enquiries.askFor', { name: call.ask_for })}</Text>}
            </div>
          </>
        )}
        {running && (
          <>
            {!call && <Text size="sm">{t('enquiries.begunBefore')}</Text>}
            {fitting.length > 0 && (given ? <Text size="sm" role="status">{t('enquiries.givenInCall')}</Text> : <ReadAloud answers={fitting} language={language} action={t('enquiries.readOutInCall')} onGiven={setGiven} />)}
            <Text fw={550} id="outcome">{t('enquiries.whatBecame')}</Text>
            <Group gap="xs" role="group" aria-labelledby="outcome">
              {outcomes.map((each) => (
                <Button key={each} variant={each === 'reached' ? 'filled' : 'default'} loading={end.isPending && end.variables === each} disabled={end.isPending}
                  onClick={() => end.mutate(each, { onSuccess: () => {
                    toast(t('enquiries.outcomeKept'));
                    onClose();
                  } })}>{each === 'reached' && work.state === 'routed' ? t('enquiries.reachedRouted') : t(`enquiries.outcome.${each}`)}</Button>
              ))}
            </Group>
          </>
        )}
      </Stack>
    </Modal>
  );
}
