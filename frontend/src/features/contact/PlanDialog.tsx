import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { DraftNote } from '@/components/DraftNote';
import { ErrorSummary, fieldErrors } from '@/components/ErrorSummary';
import { toast } from '@/components/Toasts';
import { useDraft } from '@/lib/draft';
import { setPlan, useContactAct, type Plan, type Scope } from './api';
import { DoNotContactFields } from './DoNotContactFields';
import { HarmField } from './HarmField';
import { PlanFields } from './PlanFields';

type Props = { scope: Scope; name: string; plan: Plan | null; number: number; onClose: () => void };

/** The whole plan on one page, the first question first. Saving adds a version and never writes over the one before. */
export function PlanDialog({ scope, name, plan, number, onClose }: Props) {
  const { t } = useTranslation();
  const draft = useDraft(`contact:${scope.group ?? `${scope.incident}:${scope.person}`}:${number}`, { plan: plan ?? ({ harm: 'unknown' } as Plan), why: '' });
  const form = draft.value.plan;
  const set = (change: Partial<Plan>) => draft.set({ plan: { ...form, ...change } });
  const save = useContactAct(scope.incident, () => setPlan(scope, { plan: clean(form), why: draft.value.why, number }));
  const errors = fieldErrors(save.error);

  function submit(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    save.mutate(undefined, {
      onSuccess: () => {
        draft.saved();
        toast(t('contact.saved'));
        onClose();
      },
    });
  }

  return (
    <Modal opened onClose={onClose} title={<bdi>{t('contact.setFor', { name })}</bdi>} size="xl" closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <DraftNote draft={draft} />
          <ErrorSummary errors={errors} problem={save.error} />
          <HarmField plan={form} set={set} errors={errors} />
          <DoNotContactFields plan={form} set={set} errors={errors} />
          <PlanFields plan={form} set={set} errors={errors} person={scope.person !== undefined} />
          <Textarea id="why" label={t('contact.why')} description={t('contact.whyHint')} autosize minRows={2} value={draft.value.why} error={errors.why} onChange={(event) => draft.set({ why: event.currentTarget.value })} />
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="submit" loading={save.isPending}>{t('common.save')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Empty lines of what must not be said are how people space their text, not sentences. */
function clean(plan: Plan): Plan {
  return { ...plan, must_not_say: plan.must_not_say?.map((line) => line.trim()).filter(Boolean) };
}
