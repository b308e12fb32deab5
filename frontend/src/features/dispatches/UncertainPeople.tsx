import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { ProblemBox } from '@/components/ProblemBox';
import { When } from '@/components/When';
import { useCan } from '@/features/session/me';
import { agree, disagree, propose, uncertainQuery, useAct, type Dispatch, type Uncertain } from './api';
import { useReasonWords } from './reasons';
import classes from './Tell.module.css';

/** Messages of which nobody knows whether they arrived. One person says what became of one, another agrees. */
export function UncertainPeople({ incident, dispatch }: { incident: string; dispatch: Dispatch }) {
  const { t } = useTranslation();
  const can = useCan();
  const { data, error, refetch } = useQuery({ ...uncertainQuery(incident, dispatch.id), enabled: can('read-outbox') });
  const act = useAct(incident);
  const say = useReasonWords();
  const [asked, setAsked] = useState<{ line: Uncertain; what: 'arrived' | 'again' | 'no' } | null>(null);
  if (!can('read-outbox')) return null;
  if (error && !data) return <ProblemBox problem={error} onRetry={() => void refetch()} />;
  return (
    <Stack gap={4}>
      <Text size="sm" fw={550}>{t('dispatches.uncertain.title')}</Text>
      <Text size="sm" c="dimmed">{t('dispatches.uncertain.text')}</Text>
      {act.error && <ProblemBox problem={act.error} />}
      {data?.items.map((line) => (
        <div key={line.person_id} className={classes.line}>
          <Anchor component={Link} size="sm" to={`/incidents/${incident}/people?person=${line.person_id}`}>{t('dispatches.uncertain.person')}</Anchor>
          <span>{t(`dispatches.channel.${line.channel}`, line.channel)} · {say(line.reason)} · <When at={line.since} />{line.resolution && <> · {t(`dispatches.uncertain.says.${line.resolution}`)}</>}</span>
          {can('report-sending') && (
            <Group gap={4} className="no-print">
              {!line.resolution && <>
                <Button size="compact-sm" variant="default" onClick={() => setAsked({ line, what: 'arrived' })}>{t('dispatches.uncertain.arrived')}</Button>
                <Button size="compact-sm" variant="default" onClick={() => setAsked({ line, what: 'again' })}>{t('dispatches.uncertain.again')}</Button>
              </>}
              {line.resolution && !line.my_proposal && <Button size="compact-sm" onClick={() => act.mutate(() => agree(dispatch, line))}>{t('dispatches.uncertain.agree')}</Button>}
              {line.resolution && <Button size="compact-sm" variant="default" onClick={() => setAsked({ line, what: 'no' })}>{t('dispatches.uncertain.disagree')}</Button>}
            </Group>
          )}
        </div>
      ))}
      {data?.next && <Text size="sm" c="dimmed">{t('dispatches.uncertain.more')}</Text>}
      <ConfirmWithReason opened={!!asked} onClose={() => setAsked(null)} title={asked ? t(`dispatches.uncertain.${asked.what === 'no' ? 'disagree' : asked.what}`) : ''}
        action={asked ? t(`dispatches.uncertain.${asked.what === 'no' ? 'disagree' : asked.what}`) : ''}
        onConfirm={(why) => act.mutateAsync(() => (asked!.what === 'no' ? disagree(dispatch, asked!.line, why) : propose(dispatch, asked!.line, asked!.what, why)))}>
        {t('dispatches.uncertain.ask')}
      </ConfirmWithReason>
    </Stack>
  );
}
