import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '@/components/ProblemBox';
import { ownZone, TimeField } from '@/components/TimeField';
import { instantOf, type ZonedInput } from '@/lib/time';
import { languageName } from '@/lib/names';
import { enterOutside, speakers, type OutsideBody } from './api';

/** Enters what a society, an authority, the press or anybody else has said, with its source and time. */
export function AddOutside({ incident, onClose }: { incident: string; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const [body, setBody] = useState({ kind: 'press' as OutsideBody['kind'], language: 'en' as OutsideBody['language'], who: '', source: '', words: '' });
  const [at, setAt] = useState<ZonedInput | null>({ date: '', time: '', zone: ownZone });
  const instant = at && instantOf(at);
  const set = (change: Partial<typeof body>) => setBody({ ...body, ...change });
  const add = useMutation({
    mutationFn: () => enterOutside(incident, { kind: body.kind, language: body.language, who: body.who, source: body.source, words: body.words, said_at: instant?.at ?? '' }),
    onSuccess: async () => { await client.invalidateQueries({ queryKey: ['incidents', incident, 'said'] }); onClose(); },
  });
  function save(event: FormEvent) {
    event.preventDefault();
    add.mutate();
  }
  return (
    <Modal opened onClose={onClose} size="lg" title={t('wording.add')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={save}>
        <Stack>
          {add.error && <ProblemBox problem={add.error} />}
          <Group grow align="start">
            <Select label={t('wording.speaks')} allowDeselect={false} value={body.kind} data={speakers.map((each) => ({ value: each, label: t(`wording.speaker.${each}`) }))} onChange={(next) => set({ kind: (next ?? 'press') as OutsideBody['kind'] })} />
            <Select label={t('wording.language')} allowDeselect={false} value={body.language} data={(['en', 'fr', 'es', 'ar'] as const).map((each) => ({ value: each, label: languageName(each, i18n.language) }))} onChange={(next) => set({ language: (next ?? 'en') as OutsideBody['language'] })} />
          </Group>
          <TextInput required label={t('wording.name')} description={t('wording.nameHint')} maxLength={200} value={body.who} onChange={(event) => set({ who: event.currentTarget.value })} />
          <TextInput label={t('wording.source')} description={t('wording.sourceHint')} maxLength={500} value={body.source} onChange={(event) => set({ source: event.currentTarget.value })} />
          <TimeField id="said-at" required label={t('wording.saidAt')} value={at} onChange={setAt} />
          <Textarea required autosize minRows={4} label={t('wording.words')} description={t('wording.wordsHint')} maxLength={10000} dir="auto" value={body.words} onChange={(event) => set({ words: event.currentTarget.value })} />
          <Group justify="end"><Button variant="default" onClick={onClose}>{t('common.cancel')}</Button><Button type="submit" disabled={!instant} loading={add.isPending}>{t('common.save')}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
