import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { usePages } from '@/api/pages';
import type { components } from '@/api/schema';
import { take } from '@/api/take';
import { useIncident } from '@/features/incidents/incident';
import { Record } from './Record';

export type Event = components['schemas']['EventView'];

/** What was done in the incident, from the append-only record. */
export function Component() {
  const { t } = useTranslation();
  const incident = useIncident();
  const list = usePages<Event>(['incidents', incident.id, 'timeline'], (cursor, signal) =>
    take(api.GET('/api/incidents/{incident_id}/timeline', { params: { path: { incident_id: incident.id }, query: { cursor } }, signal })),
  );
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">{t('timeline.lead')}</Text>
      <Record list={list} />
    </>
  );
}
