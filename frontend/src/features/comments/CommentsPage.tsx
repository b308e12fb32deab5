import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Section } from '@/components/Section';
import { useIncident } from '@/features/incidents/incident';
import { useCan } from '@/features/session/me';
import { mentionsQuery, saw, useAct } from './api';
import { Comments } from './Comments';
import { Writer } from './Writer';

/** What colleagues say in an incident, and where one was called to. */
export function Component() {
  const { t } = useTranslation();
  const can = useCan();
  const incident = useIncident();
  const mine = useQuery(mentionsQuery);
  const look = useAct(incident.id, saw);
  const called = (mine.data?.items ?? []).filter((each) => each.incident_id === incident.id);
  return (
    <Stack>
      {called.length > 0 && (
        <Section title={t('comments.calledYou')}>
          <Stack gap="xs">
            {called.map((each) => (
              <Group key={each.id} justify="space-between" wrap="nowrap">
                <Text dir="auto" style={{ overflowWrap: 'anywhere' }}><b>{each.by.name}</b>: {each.text}</Text>
                <Button size="xs" variant="default" onClick={() => look.mutate(each.id)}>{t('comments.seen')}</Button>
              </Group>
            ))}
          </Stack>
        </Section>
      )}
      <Section plain title={t('comments.title')}>
        <Stack maw={720}>
          <Comments incident={incident.id} />
          {can('comment') && can('read-record') && <Writer incident={incident.id} thing={{ kind: 'incident', id: incident.id }} />}
        </Stack>
      </Section>
    </Stack>
  );
}
