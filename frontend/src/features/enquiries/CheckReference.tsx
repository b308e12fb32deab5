import { Button, Group, Paper, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { ProblemBox } from '@/components/ProblemBox';
import { StateBadge } from '@/components/StateBadge';
import { languageName } from '@/lib/names';
import { callerLanguages, digitWords, groupsOf } from './reference';

const check = (reference: string) => take(api.POST('/api/reference-checks', { body: { reference } }));

/** Somebody on the telephone reads a reference out: which message of ours it is, and how to read it back to them, digit by digit in their language. */
export function CheckReference() {
  const { t, i18n } = useTranslation();
  const [typed, setTyped] = useState('');
  const [language, setLanguage] = useState('en');
  const found = useMutation({ mutationFn: check });
  const groups = groupsOf(typed);
  const answer = found.data;
  return (
    <Stack maw={640}>
      <form onSubmit={(event) => { event.preventDefault(); found.mutate(typed); }}>
        <Group align="end" wrap="wrap">
          <TextInput label={t('enquiries.check.label')} description={t('enquiries.check.hint')} value={typed} dir="ltr" inputMode="numeric" autoComplete="off" style={{ flex: '1 1 18rem' }}
            onChange={(event) => { setTyped(event.currentTarget.value); found.reset(); }} />
          <Button type="submit" loading={found.isPending} disabled={!typed.trim()}>{t('enquiries.check.button')}</Button>
        </Group>
      </form>
      {found.error && <ProblemBox problem={found.error} />}
      {answer && (
        <Paper withBorder p="md" role="status">
          <Group gap="xs" mb="xs">
            <StateBadge state={answer.outcome === 'genuine' ? 'done' : answer.outcome === 'replaced' ? 'soon' : 'late'}>{t(`enquiries.check.outcome.${answer.outcome}`)}</StateBadge>
            {answer.exercise && <StateBadge state="soon">{t('enquiries.check.exercise')}</StateBadge>}
          </Group>
          {answer.outcome === 'not_ours' ? <Text>{t('enquiries.check.notOurs')}</Text> : (
            <Stack gap={4}>
              <Text>
                {answer.kind && t(`enquiries.check.kind.${answer.kind}`)}
                {answer.sent_at && ` · ${new Date(answer.sent_at).toLocaleDateString(i18n.language, { month: 'long', year: 'numeric', timeZone: 'UTC' })}`}
              </Text>
              {answer.organisation && <Text><bdi>{answer.organisation}</bdi></Text>}
              {answer.why && <Text>{t(`enquiries.check.why.${answer.why}`)}</Text>}
              {answer.incident_id ? (
                <Text>
                  <Link to={`/incidents/${answer.incident_id}`}><bdi>{answer.incident_reference}</bdi> <bdi>{answer.incident_title}</bdi></Link>
                  {answer.notice_number ? ` · ${t('enquiries.check.notice', { number: answer.notice_number })}` : ''}
                </Text>
              ) : <Text c="dimmed">{t('enquiries.check.notYours')}</Text>}
              {answer.person_id ? <Text><Link to={`/incidents/${answer.incident_id}/people`}>{t('enquiries.check.person')}</Link></Text> : null}
            </Stack>
          )}
        </Paper>
      )}
      {groups.length > 0 && (
        <section aria-label={t('enquiries.check.aloud')}>
          <Group justify="space-between" mb="xs">
            <Text fw={600}>{t('enquiries.check.aloud')}</Text>
            <SegmentedControl size="xs" aria-label={t('enquiries.check.language')} value={language} onChange={setLanguage} data={callerLanguages.map((each) => ({ value: each, label: languageName(each, i18n.language) }))} />
          </Group>
          <ol lang={language} dir={language === 'ar' ? 'rtl' : 'ltr'}>
            {groups.map((group, at) => <li key={at}><bdi dir="ltr">{group}</bdi>: {[...group].map((digit) => digitWords[language]?.[Number(digit)]).join(' · ')}</li>)}
          </ol>
        </section>
      )}
    </Stack>
  );
}
