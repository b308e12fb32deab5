import { Button, Fieldset, Group, Modal, NumberInput, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '@/components/ProblemBox';
import { report, useAct, type Reported } from './api';

type Part = Record<string, number>;
type Words = { unreached_reasons: string[]; excluded_reasons: string[]; channels: string[] };

/** A society says how many of its own people it has told, how, and why the others not. Nothing is edited: this is the next version. */
export function ReportDialog({ incident, group, name, last, words, onClose }: { incident: string; group: string; name: string; last?: Reported; words: Words; onClose: () => void }) {
  const { t } = useTranslation();
  const [how, setHow] = useState<Part>(last?.how ?? {});
  const [unreached, setUnreached] = useState<Part>(last?.unreached ?? {});
  const [excluded, setExcluded] = useState<Part>(last?.excluded ?? {});
  const [from, setFrom] = useState(last?.told_from ?? '');
  const [until, setUntil] = useState(last?.told_until ?? '');
  const [by, setBy] = useState(last?.told_by ?? '');
  const told = Object.values(how).reduce((all, each) => all + each, 0);
  const send = useAct(incident, () => report(group, { previous: last?.number ?? 0, told, how, unreached, excluded, told_from: from, told_until: until, told_by: by }));
  const numbers = (part: Part, set: (part: Part) => void, keys: string[], label: (key: string) => string) => (
    <SimpleGrid cols={{ base: 2, sm: 3 }} spacing="xs">
      {keys.map((key) => <NumberInput key={key} label={label(key)} min={0} allowDecimal={false} value={part[key] ?? ''} onChange={(value) => set({ ...part, [key]: Number(value) || 0 })} />)}
    </SimpleGrid>
  );
  function save(event: FormEvent) {
    event.preventDefault();
    send.mutate(undefined, { onSuccess: onClose });
  }
  return (
    <Modal opened onClose={onClose} size="lg" title={t('worklists.reportTitle', { name })} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={save}>
        <Stack>
          {send.error && <ProblemBox problem={send.error} />}
          <Fieldset legend={t('worklists.toldHow')}>
            {numbers(how, setHow, words.channels, (key) => t(`worklists.way.${key as 'call'}`))}
            <Text mt="xs" fw={550}>{t('worklists.toldSum', { count: told })}</Text>
          </Fieldset>
          <Fieldset legend={t('worklists.unreached')}>{numbers(unreached, setUnreached, words.unreached_reasons, (key) => t(`worklists.reason.${key as 'moved'}`))}</Fieldset>
          <Fieldset legend={t('worklists.excluded')}>{numbers(excluded, setExcluded, words.excluded_reasons, (key) => t(`worklists.reason.${key as 'moved'}`))}</Fieldset>
          <Group grow>
            <TextInput type="date" required label={t('worklists.firstDay')} value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
            <TextInput type="date" required label={t('worklists.lastDay')} value={until} onChange={(event) => setUntil(event.currentTarget.value)} />
          </Group>
          <TextInput label={t('worklists.toldBy')} description={t('worklists.toldByHint')} maxLength={120} value={by} onChange={(event) => setBy(event.currentTarget.value)} />
          <Group justify="end"><Button variant="default" onClick={onClose}>{t('common.cancel')}</Button><Button type="submit" loading={send.isPending}>{t('worklists.saveReport')}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
