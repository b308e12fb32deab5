import { Button, Group, Select, Stack } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ownZone, TimeField } from '@/components/TimeField';
import { instantOf, type ZonedInput } from '@/lib/time';
import type { record, ListPerson, Worklist } from './api';

type Body = Parameters<typeof record>[1];

/** The one question more that some outcomes ask: when to come back, or what the post wrote on the letter. */
export function OutcomeMore({ list, row, outcome, onSend, onClose, busy }: { list: Worklist; row: ListPerson; outcome: string; onSend: (body: Body) => void; onClose: () => void; busy: boolean }) {
  const { t } = useTranslation();
  const [when, setWhen] = useState<ZonedInput | null>({ date: '', time: '', zone: ownZone });
  const [reason, setReason] = useState('');
  const at = when ? instantOf(when)?.at : undefined;
  function send(event: FormEvent) {
    event.preventDefault();
    onSend({ person_id: row.person_id, outcome, reason, call_back_at: outcome === 'call_back' ? at : undefined });
  }
  return (
    <form onSubmit={send}>
      <Stack gap="xs">
        {outcome === 'call_back'
          ? <TimeField id={`back-${row.person_id}`} label={t('worklists.callBackWhen')} value={when} onChange={setWhen} required />
          : <Select label={t('worklists.returnReason')} allowDeselect={false} value={reason} onChange={(next) => setReason(next ?? '')}
              data={list.return_reasons.map((each) => ({ value: each, label: t(`worklists.returned.${(each || 'not_said') as 'not_said'}`) }))} />}
        <Group gap="xs">
          <Button type="submit" loading={busy} disabled={outcome === 'call_back' && !at}>{t('common.save')}</Button>
          <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
        </Group>
      </Stack>
    </form>
  );
}
