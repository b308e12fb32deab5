import { Alert, Anchor, Button, Card, Group, List, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '@/components/ProblemBox';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { ownZone } from '@/components/TimeField';
import { useCan } from '@/features/session/me';
import { languageName } from '@/lib/names';
import { record, useAct, type ListPerson, type Worklist } from './api';
import { OutcomeMore } from './OutcomeMore';

/** Outcomes that need nothing but a press; the others ask one question more. */
const asking = new Set(['call_back', 'returned']);

/** One person of a list: first what binds whoever speaks, then how they are reached, the words, and what became of it. */
export function PersonCard({ incident, list, row }: { incident: string; list: Worklist; row: ListPerson }) {
  const { t, i18n } = useTranslation();
  const can = useCan();
  const [more, setMore] = useState('');
  const [words, setWords] = useState(false);
  const act = useAct(incident, (body: Parameters<typeof record>[1]) => record(list.id, body));
  const name = row.allowed ? row.name || t('worklists.noName') : t('worklists.notNow');
  return (
    <Card withBorder component="article" aria-label={`${row.position}. ${name}`} padding="md">
      <Stack gap="xs">
        <Group justify="space-between" align="start" wrap="nowrap">
          <Text fw={600}>{row.position}. <bdi>{name}</bdi></Text>
          {row.outcome && <StateBadge state={row.outcome === 'told' || row.outcome === 'posted' ? 'done' : 'none'}>{t(`worklists.outcome.${row.outcome as 'told'}`)}</StateBadge>}
        </Group>
        {!row.allowed && <Alert color="violet" variant="light" title={t('worklists.against')}>{row.why}</Alert>}
        {row.allowed && row.not_before && <Alert color="violet" variant="light">{t('worklists.notBefore')} <When at={row.not_before} zone={ownZone} /></Alert>}
        {row.allowed && (
          <>
            {(row.speaker || row.sex_of_caller) && <Text fw={550}>{row.speaker && t(`worklists.speaker.${row.speaker as 'any'}`)} {row.sex_of_caller && t(`worklists.caller.${row.sex_of_caller as 'any'}`)}</Text>}
            {row.must_not_say.length > 0 && (
              <div>
                <Text size="sm" fw={550}>{t('worklists.mustNotSay')}</Text>
                <List size="sm">{row.must_not_say.map((each) => <List.Item key={each}>{each}</List.Item>)}</List>
              </div>
            )}
            {row.telephone && <Anchor href={`tel:${row.telephone}`} size="xl" dir="ltr" style={{ alignSelf: 'start' }}><bdi>{row.telephone}</bdi></Anchor>}
            {row.address.map((line) => <Text key={line}><bdi>{line}</bdi></Text>)}
            <Text size="sm" c="dimmed">{languageName(row.language, i18n.language)} · {t(list.channel === 'letter' ? 'worklists.letterNumber' : 'worklists.lineNumber')} <bdi dir="ltr">{row.reference}</bdi></Text>
            {row.first_sentence && <Text size="sm">{t('worklists.sayFirst')} <b><bdi>{row.first_sentence}</bdi></b></Text>}
            <Button variant="subtle" size="compact-sm" style={{ alignSelf: 'start' }} aria-expanded={words} onClick={() => setWords(!words)}>{t(words ? 'worklists.hideWords' : 'worklists.showWords')}</Button>
            {words && <Text lang={row.language} dir="auto" style={{ whiteSpace: 'pre-wrap' }}>{row.script}</Text>}
          </>
        )}
        {row.call_back_at && <Text size="sm">{t('worklists.callBackAt')} <When at={row.call_back_at} zone={ownZone} /></Text>}
        {act.error && <ProblemBox problem={act.error} />}
        {can('work-lists') && (
          <Group gap="xs" role="group" aria-label={t('worklists.whatBecame')}>
            {list.outcome_words.filter((each) => each !== row.outcome || asking.has(each) || each === 'not_reached').map((each) => (
              <Button key={each} mih={44} variant={each === 'told' || each === 'posted' ? 'filled' : 'default'} disabled={act.isPending} loading={act.isPending && act.variables.outcome === each}
                onClick={() => (asking.has(each) ? setMore(each) : act.mutate({ person_id: row.person_id, outcome: each }))}>{t(`worklists.outcome.${each as 'told'}`)}</Button>
            ))}
          </Group>
        )}
        {more && <OutcomeMore list={list} row={row} outcome={more} onClose={() => setMore('')} onSend={(body) => act.mutate(body, { onSuccess: () => setMore('') })} busy={act.isPending} />}
      </Stack>
    </Card>
  );
}
