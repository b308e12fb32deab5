import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { DraftNote } from '@/components/DraftNote';
import { ErrorSummary, fieldErrors } from '@/components/ErrorSummary';
import { TimeField } from '@/components/TimeField';
import { toast } from '@/components/Toasts';
import { partiesQuery } from '@/features/circulars/api';
import { useMe } from '@/features/session/me';
import { useDraft } from '@/lib/draft';
import { instantOf, type ZonedInput } from '@/lib/time';
import { ColleagueSelect } from './ColleagueSelect';
import { useTaskAct, write, type NewTask as Values } from './api';

/** One line is enough; who, when and whom we wait for can be said later. */
export function NewTask({ incident, onClose }: { incident: string; onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const parties = useQuery(partiesQuery(incident));
  const draft = useDraft<Values>(`task:${incident}`, { title: '', detail: '', party: '', owner: me?.id ?? '' });
  const [due, setDue] = useState<ZonedInput | null>(null);
  const { value, set } = draft;
  const add = useTaskAct((input: Values) => write(incident, input, due ? instantOf(due)?.at : undefined));
  const errors = fieldErrors(add.error);

  async function submit(event: FormEvent) {
    event.preventDefault();
    await add.mutateAsync(value).then(() => {
      draft.saved();
      toast(t('tasks.added'));
      onClose();
    }, () => undefined);
  }

  return (
    <Modal opened onClose={onClose} title={t('tasks.new')} size="lg" closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack>
          <ErrorSummary errors={errors} problem={add.error} />
          <DraftNote draft={draft} />
          <TextInput id="title" data-autofocus label={t('tasks.titleField')} value={value.title} error={errors.title} onChange={(event) => set({ title: event.currentTarget.value })} />
          <Textarea id="detail" label={`${t('tasks.detail')} (${t('common.optional')})`} autosize minRows={2} value={value.detail} error={errors.detail} onChange={(event) => set({ detail: event.currentTarget.value })} />
          <Select label={`${t('tasks.waitingFor')} (${t('common.optional')})`} description={t('tasks.waitingHint')} clearable searchable limit={80} value={value.party || null}
            data={(parties.data?.items ?? []).map((each) => ({ value: each.id, label: each.name }))} onChange={(party) => set({ party: party ?? '' })} />
          <TimeField id="due_at" label={t('tasks.target')} value={due} onChange={setDue} error={errors.due_at} />
          <ColleagueSelect label={t('tasks.owner')} value={value.owner} error={errors.owner_id} onChange={(owner) => set({ owner })} />
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="submit" loading={add.isPending}>{t('tasks.add')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
