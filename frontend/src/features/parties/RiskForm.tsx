import { Button, Group, Radio, Stack, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { ProblemBox } from '@/components/ProblemBox';
import { toast } from '@/components/Toasts';
import { useDraft } from '@/lib/draft';
import type { Group as PeopleGroup } from './api';

/** How high the risk to these people is, set by a person with a reason. */
export function RiskForm({ incident, group, onDone }: { incident: string; group: PeopleGroup; onDone: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const draft = useDraft(`risk:${group.id}:${group.version}`, { level: group.risk_level as string, reason: '' });
  const [missing, setMissing] = useState(false);
  const save = useMutation({
    mutationFn: () => api.POST('/api/people-groups/{group_id}/risk', {
      params: { path: { group_id: group.id } }, body: { level: draft.value.level as PeopleGroup['risk_level'], reason: draft.value.reason.trim(), version: group.version },
    }),
    onSuccess: () => {
      draft.saved();
      toast(t('parties.riskSaved'));
      void client.invalidateQueries({ queryKey: ['incidents', incident] });
      onDone();
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (draft.value.reason.trim()) save.mutate();
    else setMissing(true);
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack mt="md">
        {save.error && <ProblemBox problem={save.error} />}
        <Radio.Group label={t('parties.risk')} description={t('parties.riskHint')} value={draft.value.level} onChange={(level) => draft.set({ level })}>
          <Stack gap={6} mt={6}>
            {(['high_risk', 'risk', 'none_likely'] as const).map((level) => <Radio key={level} value={level} label={t(`parties.risks.${level}`)} />)}
            <Radio value="" label={t('common.notKnownYet')} />
          </Stack>
        </Radio.Group>
        <Textarea label={t('common.reason')} description={t('common.reasonHint')} autosize minRows={2} value={draft.value.reason} error={missing && !draft.value.reason.trim() ? t('common.reasonMissing') : undefined}
          onChange={(event) => draft.set({ reason: event.currentTarget.value })} />
        <Group gap="xs">
          <Button type="submit" size="xs" loading={save.isPending}>{t('parties.setRisk')}</Button>
          <Button size="xs" variant="default" onClick={onDone}>{t('common.cancel')}</Button>
        </Group>
      </Stack>
    </form>
  );
}
