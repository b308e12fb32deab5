import { Button, Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
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
  const [taking, setTaking] = useState<Event | null>(null);
  const client = useQueryClient();
  const mayWrite = can('write-timeline') && incident.state === 'open';
  const list = usePages<Event>(['incidents', incident.id, 'timeline'], (cursor, signal) =>
    take(api.GET('/api/incidents/{incident_id}/timeline', { params: { path: { incident_id: incident.id }, query: { cursor } }, signal })),
  );
  return (
    <>
      <Group justify="space-between" mb="sm">
        <Text size="sm" c="dimmed" maw={640}>{t('timeline.lead')}</Text>
        <Group gap="xs" className="no-print">
          {mayWrite && !writing && <Button size="xs" variant="default" onClick={() => setWriting(true)}>{t('timeline.entry.add')}</Button>}
          {can('export-evidence') && <Button size="xs" variant="default" onClick={() => setExporting(true)}>{t('timeline.export')}</Button>}
        </Group>
      </Group>
      {writing && <EntryForm incident={incident.id} onDone={() => setWriting(false)} />}
      <Record list={list} onWithdraw={mayWrite ? setTaking : undefined} />
      <ConfirmWithReason
        opened={taking !== null}
        onClose={() => setTaking(null)}
        title={t('timeline.entry.withdraw')}
        action={t('timeline.entry.withdraw')}
        onConfirm={async (reason) => {
          await take(api.POST('/api/timeline-entries/{timeline_entry_id}/withdrawal', { params: { path: { timeline_entry_id: taking?.object_id ?? '' } }, body: { reason } }));
          await client.invalidateQueries({ queryKey: ['incidents', incident.id, 'timeline'] });
        }}
      >
        {t('timeline.entry.withdrawText')}
      </ConfirmWithReason>
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
