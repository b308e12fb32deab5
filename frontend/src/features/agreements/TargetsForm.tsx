import { ActionIcon, Button, Group, NumberInput, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { DraftNote } from '@/components/DraftNote';
import { ErrorSummary, fieldErrors } from '@/components/ErrorSummary';
import { Icon } from '@/components/Icon';
import { toast } from '@/components/Toasts';
import { useDraft } from '@/lib/draft';
import type { OwnTarget } from './api';
import { units } from './form';
import { useRegimeNames } from './names';

const recipients = ['authority', 'subjects', 'controller', 'other', 'self'] as const;

/** The whole list of own targets; saving it makes a version that waits for a second person. */
export function TargetsForm({ start, onDone }: { start: OwnTarget[]; onDone: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const draft = useDraft('own-targets', { targets: start, what: '', why: '' });
  const { targets, what, why } = draft.value;
  const save = useMutation({
    mutationFn: () => take(api.POST('/api/own-targets', { body: { targets, what, why } })),
    onSuccess: () => {
      draft.saved();
      toast(t('agreements.saved'));
      void client.invalidateQueries({ queryKey: ['own-targets'] });
      onDone();
    },
  });
  const names = [...useRegimeNames()].map(([value, label]) => ({ value, label }));
  const errors = fieldErrors(save.error);
  const put = (i: number, change: Partial<OwnTarget>) => draft.set({ targets: targets.map((each, at) => (at === i ? { ...each, ...change } : each)) });

  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <DraftNote draft={draft} />
        <ErrorSummary errors={errors} problem={save.error} prefix="target-" />
        {targets.map((target, i) => (
          <Group key={i} gap="xs" align="end">
            <Select id={`target-targets[${i}].regime`} label={t('agreements.regimeLabel')} placeholder={t('agreements.everyLaw')} w={304} searchable clearable limit={40} data={names} value={target.regime || null}
              error={errors[`targets[${i}].regime`]} onChange={(regime) => put(i, { regime: regime ?? '' })} />
            <Select id={`target-targets[${i}].recipient`} label={t('agreements.recipient')} w={208} allowDeselect={false} value={target.recipient} error={errors[`targets[${i}].recipient`]} onChange={(recipient) => put(i, { recipient: (recipient ?? '') as OwnTarget['recipient'] })}
              data={[{ value: '', label: t('agreements.everyRecipient') }, ...recipients.map((value) => ({ value, label: t(`incidents.recipient.${value}`) }))]} />
            <NumberInput id={`target-targets[${i}].amount`} label={t('agreements.amount')} w={112} min={1} max={10000} allowDecimal={false} value={target.amount} error={!!errors[`targets[${i}].amount`]} onChange={(amount) => put(i, { amount: Number(amount) || 1 })} />
            <Select id={`target-targets[${i}].unit`} label={t('agreements.unit')} w={160} allowDeselect={false} value={target.unit} onChange={(unit) => unit && put(i, { unit: unit as OwnTarget['unit'] })} data={units.map((value) => ({ value, label: t(`agreements.units.${value}`) }))} />
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('agreements.targetsRemove')} onClick={() => draft.set({ targets: targets.filter((_, at) => at !== i) })}><Icon name="none" /></ActionIcon>
          </Group>
        ))}
        <div><Button size="compact-sm" variant="subtle" leftSection={<Icon name="plus" size={14} />} onClick={() => draft.set({ targets: [...targets, { regime: '', recipient: 'authority', amount: 48, unit: 'hours' }] })}>{t('agreements.targetsAdd')}</Button></div>
        <TextInput id="target-what" label={t('agreements.what')} description={t('agreements.whatHint')} error={errors.what} value={what} onChange={(event) => draft.set({ what: event.currentTarget.value })} />
        <Textarea id="target-why" label={t('agreements.why')} description={t('agreements.whyHint')} autosize minRows={2} error={errors.why} value={why} onChange={(event) => draft.set({ why: event.currentTarget.value })} />
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={onDone}>{t('common.cancel')}</Button>
          <Button type="submit" loading={save.isPending}>{t('agreements.save')}</Button>
        </Group>
      </Stack>
    </form>
  );
}
