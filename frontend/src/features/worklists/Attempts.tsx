import { Button, Checkbox, Group, Modal, Stack, Text, TextInput, Timeline } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '@/components/ProblemBox';
import { ownZone } from '@/components/TimeField';
import { When } from '@/components/When';
import type { Person } from '@/features/people/api';
import { useCan } from '@/features/session/me';
import { attemptsQuery, correct, useAct, type Attempt } from './api';

const fields = ['email', 'telephone', 'street', 'postcode', 'city'] as const;

/** Everything that was done to tell one person, in order; and a wrong address corrected, which sends again to this person only. */
export function Attempts({ incident, person }: { incident: string; person: Person }) {
  const { t } = useTranslation();
  const can = useCan();
  const [correcting, setCorrecting] = useState(false);
  const query = useQuery(attemptsQuery(incident, person.id));
  if (query.error) return <ProblemBox problem={query.error} onRetry={() => void query.refetch()} />;
  const rows = query.data?.items ?? [];
  const says = (row: Attempt) => {
    const what = row.outcome ? t(`worklists.outcome.${row.outcome as 'told'}`) : t(`worklists.state.${row.state as 'sent'}`);
    const channel = row.channel ? t(`worklists.way.${row.channel as 'call'}`) : '';
    const reason = row.reason ? t(`worklists.why.${row.reason as 'bounced'}`, { defaultValue: row.reason.replaceAll('_', ' ') }) : '';
    return [channel, what, reason].filter(Boolean).join(' · ');
  };
  return (
    <Stack gap="sm" mt="md">
      <Text fw={600} size="sm">{t('worklists.attempts')}</Text>
      {query.data && rows.length === 0 && <Text size="sm" c="dimmed">{t('worklists.noAttempts')}</Text>}
      <Timeline bulletSize={14} lineWidth={2} active={rows.length}>
        {rows.map((row, n) => (
          <Timeline.Item key={n} title={<Text size="sm" fw={row.current ? 600 : 400}>{row.current ? t('worklists.standsNow', { where: says(row) }) : says(row)}</Text>}>
            <Text size="xs" c="dimmed">{t('worklists.ofNotice', { number: row.notice_number })} · <When at={row.at} zone={ownZone} /></Text>
            {row.current && row.next_at && <Text size="xs">{t('worklists.nextTry')} <When at={row.next_at} zone={ownZone} /></Text>}
          </Timeline.Item>
        ))}
      </Timeline>
      {can('correct-people') && <Group><Button size="xs" variant="default" onClick={() => setCorrecting(true)}>{t('worklists.correct')}</Button></Group>}
      {correcting && <CorrectDialog incident={incident} person={person} onClose={() => setCorrecting(false)} />}
    </Stack>
  );
}

function CorrectDialog({ incident, person, onClose }: { incident: string; person: Person; onClose: () => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<Partial<Record<(typeof fields)[number], string>>>({});
  const [why, setWhy] = useState('');
  const [again, setAgain] = useState(false);
  const send = useAct(incident, () => correct(incident, person.id, { ...typed, why, again }));
  function save(event: FormEvent) {
    event.preventDefault();
    send.mutate(undefined);
  }
  return (
    <Modal opened onClose={onClose} title={t('worklists.correct')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={save}>
        <Stack>
          {send.error && <ProblemBox problem={send.error} />}
          {send.data ? (
            <>
              <Text role="status">{send.data.queued > 0 ? t('worklists.goesAgain') : send.data.blocked || t('worklists.correctedOnly')}</Text>
              <Group justify="end"><Button onClick={onClose}>{t('common.close')}</Button></Group>
            </>
          ) : (
            <>
              {fields.map((field) => (
                <TextInput key={field} label={t(`people.field.${field}`)} value={typed[field] ?? person[field]} autoComplete="off" onChange={(event) => setTyped({ ...typed, [field]: event.currentTarget.value })} />
              ))}
              <TextInput required label={t('worklists.howKnown')} maxLength={1000} value={why} onChange={(event) => setWhy(event.currentTarget.value)} />
              <Checkbox label={t('worklists.again')} description={t('worklists.againHint')} checked={again} onChange={(event) => setAgain(event.currentTarget.checked)} />
              <Group justify="end"><Button variant="default" onClick={onClose}>{t('common.cancel')}</Button><Button type="submit" loading={send.isPending}>{t('worklists.saveCorrection')}</Button></Group>
            </>
          )}
        </Stack>
      </form>
    </Modal>
  );
}
