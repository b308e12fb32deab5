import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { usePages } from '@/api/pages';
import type { components } from '@/api/schema';
import { take } from '@/api/take';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { useIncident } from '@/features/incidents/incident';
import { useCan } from '@/features/session/me';
import { saveFile } from '@/lib/download';
import { EntryForm } from './EntryForm';
import { Record } from './Record';

export type Event = components['schemas']['EventView'];

/** What was done in the incident, from the append-only record; who may, takes it out with its hashes, and that is an entry too. */
export function Component() {
  const { t } = useTranslation();
  const can = useCan();
  const incident = useIncident();
  const [exporting, setExporting] = useState(false);
  const [writing, setWriting] = useState(false);
  const list = usePages<Event>(['incidents', incident.id, 'timeline'], (cursor, signal) =>
    take(api.GET('/api/incidents/{incident_id}/timeline', { params: { path: { incident_id: incident.id }, query: { cursor } }, signal })),
  );
  return (
    <>
      <Group justify="space-between" mb="sm">
        <Text size="sm" c="dimmed">{t('timeline.lead')}</Text>
        {can('write-timeline') && incident.state === 'open' && !writing && <Button size="xs" variant="default" onClick={() => setWriting(true)}>{t('timeline.entry.add')}</Button>}
        {can('export-evidence') && <Button size="xs" variant="default" onClick={() => setExporting(true)}>{t('timeline.export')}</Button>}
      </Group>
      {writing && <EntryForm incident={incident.id} onDone={() => setWriting(false)} />}
      <Record list={list} />
      <ConfirmWithReason
        opened={exporting}
        onClose={() => setExporting(false)}
        title={t('timeline.export')}
        action={t('timeline.export')}
        onConfirm={async (reason) => {
          const content = await take(api.POST('/api/incidents/{incident_id}/evidence', { params: { path: { incident_id: incident.id } }, body: { reason }, parseAs: 'blob' }));
          saveFile(content as unknown as Blob, `${incident.reference}-record.jsonl`);
        }}
      >
        {t('timeline.exportText')}
      </ConfirmWithReason>
    </>
  );
}
