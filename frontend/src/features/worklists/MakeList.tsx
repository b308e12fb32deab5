import { Button, Checkbox, Group, Modal, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ProblemBox } from '@/components/ProblemBox';
import { languageName } from '@/lib/names';
import { makeList, useAct, type Waiting } from './api';

/** Makes a list of people who wait for one channel; everybody on it is asked about again. */
export function MakeList({ incident, waiting, onClose }: { incident: string; waiting: Waiting; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const go = useNavigate();
  const [most, setMost] = useState(Math.min(waiting.count, waiting.channel === 'letter' ? 2000 : 50));
  const [line, setLine] = useState('');
  const [page, setPage] = useState(false);
  const [right, setRight] = useState(false);
  const make = useAct(incident, () => makeList(incident, {
    dispatch_id: waiting.dispatch_id, party_id: waiting.party_id, channel: waiting.channel as 'call', language: waiting.language || undefined, most,
    return_line: line, address_page: page, right_window: right,
  }));
  function send(event: FormEvent) {
    event.preventDefault();
    make.mutate(undefined, { onSuccess: (list) => void go(`/incidents/${incident}/worklists/${list.id}`) });
  }
  return (
    <Modal opened onClose={onClose} title={t('worklists.makeTitle', { channel: t(`worklists.channel.${waiting.channel as 'call'}`) })} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={send}>
        <Stack>
          <Text size="sm">{t('worklists.makeLead', { count: waiting.count, society: waiting.party_name, language: languageName(waiting.language, i18n.language) })}</Text>
          {make.error && <ProblemBox problem={make.error} />}
          <NumberInput label={t('worklists.most')} min={1} max={2000} value={most} onChange={(value) => setMost(Number(value) || 1)} data-autofocus />
          {waiting.channel === 'letter' && (
            <>
              <TextInput label={t('worklists.returnLine')} description={t('worklists.returnLineHint')} maxLength={120} value={line} onChange={(event) => setLine(event.currentTarget.value)} />
              <Checkbox label={t('worklists.addressPage')} checked={page} onChange={(event) => setPage(event.currentTarget.checked)} />
              <Checkbox label={t('worklists.rightWindow')} checked={right} onChange={(event) => setRight(event.currentTarget.checked)} />
            </>
          )}
          <Group justify="end"><Button variant="default" onClick={onClose}>{t('common.cancel')}</Button><Button type="submit" loading={make.isPending}>{t('worklists.make')}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
