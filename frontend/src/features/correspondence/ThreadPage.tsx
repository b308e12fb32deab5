import { Alert, Anchor, Group, Paper, Select, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { addressOfDocument } from '@/features/documents/api';
import { useIncident } from '@/features/incidents/incident';
import { useCan } from '@/features/session/me';
import { Answer } from './Answer';
import { Turn } from './Turn';
import { set, states, threadQuery, useAct, writersQuery, type Letter, type Letters } from './api';

/** One correspondence: its letters, oldest first, and what can be done next. */
export function Component() {
  const { t } = useTranslation();
  const incident = useIncident();
  const { thread = '' } = useParams();
  const found = useQuery(threadQuery(thread));
  const back = <Anchor component={Link} size="sm" to={`/incidents/${incident.id}/correspondence`}>{t('correspondence.back')}</Anchor>;
  if (found.error && !found.data) return <Stack>{back}<ProblemBox problem={found.error} onRetry={() => void found.refetch()} /></Stack>;
  if (!found.data) return <Skeleton height={200} />;
  return (
    <Stack>
      {back}
      <Shown thread={found.data} exercise={incident.exercise} />
    </Stack>
  );
}

function Shown({ thread, exercise }: { thread: Letters; exercise: boolean }) {
  const { t } = useTranslation();
  const can = useCan();
  return (
    <Section plain title={<bdi style={{ overflowWrap: 'anywhere' }}>{thread.subject}</bdi>}>
      <Group gap="md" mb="sm">
        <Text size="sm"><bdi>{thread.name}</bdi> · {t(`correspondence.kinds.${thread.kind}`)} · <bdi dir="ltr" style={{ overflowWrap: 'anywhere' }}>{thread.address}</bdi></Text>
        <Turn state={thread.state} />
      </Group>
      {can('write-letters') && <Whose thread={thread} />}
      <Stack gap="sm" component="ol" p={0} m={0} style={{ listStyle: 'none' }} aria-label={t('correspondence.letters')}>
        {thread.messages.length === 0 && <Text component="li" size="sm" c="dimmed">{t('correspondence.empty')}</Text>}
        {thread.messages.map((each) => <One key={each.id} letter={each} thread={thread} />)}
      </Stack>
      {can('write-letters') && <Answer thread={thread} exercise={exercise} />}
    </Section>
  );
}

/** Who has it and whose turn it is. */
function Whose({ thread }: { thread: Letters }) {
  const { t } = useTranslation();
  const writers = useQuery(writersQuery(thread.incident_id));
  const change = useAct((next: { state?: Letters['state']; to?: string | null }) => set(thread, next.state ?? thread.state, next.to === undefined ? thread.assigned_to?.id ?? null : next.to));
  return (
    <Stack gap="xs" mb="md">
      {change.error && <ProblemBox problem={change.error} />}
      <Group>
        <Select label={t('correspondence.turn')} allowDeselect={false} w={240} disabled={change.isPending} value={thread.state} data={states.map((value) => ({ value, label: t(`correspondence.states.${value}`) }))}
          onChange={(state) => state && change.mutate({ state: state as Letters['state'] })} />
        <Select label={t('correspondence.assigned')} clearable searchable w={240} disabled={change.isPending} value={thread.assigned_to?.id ?? null} data={(writers.data?.items ?? []).map((each) => ({ value: each.id, label: each.name }))}
          onChange={(to) => change.mutate({ to })} />
      </Group>
    </Stack>
  );
}

const ways = { sent: 'done', delivered: 'done', held: 'none', refused: 'late', uncertain: 'late' } as const;

function One({ letter, thread }: { letter: Letter; thread: Letters }) {
  const { t, i18n } = useTranslation();
  const came = letter.direction === 'in';
  const by = letter.author || (came ? thread.name : letter.recorded_by?.name ?? '');
  return (
    <Paper withBorder p="sm" component="li" ms={came ? 0 : { base: 0, sm: 'xl' }} me={came ? { base: 0, sm: 'xl' } : 0}>
      <Group gap="xs" mb={4}>
        <Text fw={600} size="sm">{t(came ? 'correspondence.came' : 'correspondence.wrote')} <bdi style={{ overflowWrap: 'anywhere' }}>{by}</bdi></Text>
        <Text size="xs" c="dimmed"><When at={letter.happened_at} /></Text>
        <Text size="xs" c="dimmed">{t(`correspondence.origin.${letter.origin}`)}{letter.origin !== 'written' && letter.recorded_by && <> · <bdi>{letter.recorded_by.name}</bdi></>}</Text>
        {letter.delivery && <StateBadge state={ways[letter.delivery as 'sent'] ?? 'in_time'}>{t(`correspondence.delivery.${letter.delivery as 'sent'}`)}</StateBadge>}
        {letter.automatic && <StateBadge state="none">{t('correspondence.automatic')}</StateBadge>}
      </Group>
      {letter.stranger && <Alert color="yellow" variant="light" p="xs" mb="xs"><Text size="sm">{t('correspondence.stranger')}</Text></Alert>}
      <Text dir="auto" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{letter.text}</Text>
      {letter.cut && <Text size="xs" c="dimmed" mt={4}>{t('correspondence.cut')}</Text>}
      {letter.files.length > 0 && (
        <Group gap="sm" mt="xs" aria-label={t('correspondence.files')} role="group">
          {letter.files.map((file) => (file.erased_at ? <Text key={file.id} size="sm" c="dimmed">{t('documents.erased')} <When at={file.erased_at} /></Text> : (
            <Anchor key={file.id} size="sm" href={addressOfDocument(file.id)} download><bdi>{file.name}</bdi> ({t('documents.kilobytes', { size: Math.max(1, Math.round(file.size / 1024)).toLocaleString(i18n.language) })})</Anchor>
          )))}
        </Group>
      )}
    </Paper>
  );
}
