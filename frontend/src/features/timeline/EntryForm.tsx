import { Button, Group, Stack, Text, TextInput, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { ProblemBox } from '@/components/ProblemBox';
import { TimeField, ownZone } from '@/components/TimeField';
import { instantOf } from '@/lib/time';

/** What no command has recorded, written by hand: when it happened, what, and where it is known from. */
export function EntryForm({ incident, onDone }: { incident: string; onDone: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [when, setWhen] = useState<{ date: string; time: string; zone: string } | null>({ date: '', time: '', zone: ownZone });
  const [what, setWhat] = useState('');
  const [source, setSource] = useState('');
  const at = when ? instantOf(when) : null;
  const save = useMutation({
    mutationFn: () => take(api.POST('/api/incidents/{incident_id}/timeline-entries', { params: { path: { incident_id: incident } }, body: { happened_at: at?.at ?? '', zone: when?.zone ?? '', what, source } })),
    onSuccess: async () => { await client.invalidateQueries({ queryKey: ['incidents', incident, 'timeline'] }); onDone(); },
  });
  return (
    <form onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      <Stack gap="sm" mb="md">
        {save.error && <ProblemBox problem={save.error} />}
        <TimeField id="entry-time" label={t('timeline.entry.when')} value={when} onChange={setWhen} required />
        <Textarea label={t('timeline.entry.what')} value={what} dir="auto" autosize minRows={2} onChange={(event) => setWhat(event.currentTarget.value)} />
        <TextInput label={t('timeline.entry.source')} description={t('timeline.entry.sourceHint')} value={source} dir="auto" onChange={(event) => setSource(event.currentTarget.value)} />
        <Text size="sm" c="dimmed">{t('timeline.entry.note')}</Text>
        <Group>
          <Button type="submit" loading={save.isPending} disabled={!at || !what.trim() || !source.trim()}>{t('timeline.entry.save')}</Button>
          <Button variant="default" onClick={onDone}>{t('timeline.entry.cancel')}</Button>
        </Group>
      </Stack>
    </form>
  );
}
