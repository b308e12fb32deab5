import { Button, Group, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { ProblemBox } from '@/components/ProblemBox';
import { toast } from '@/components/Toasts';
import { derivedOf, riskQuery } from '@/features/risk/risk';
import { useCan } from '@/features/session/me';
import { useDraft } from '@/lib/draft';
import { partiesQuery, type Group as PeopleGroup } from './api';

/** How high the risk to these people is: what the rules derive, and what a person states instead, with a reason. */
export function RiskForm({ incident, group, onDone }: { incident: string; group: PeopleGroup; onDone: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const draft = useDraft(`risk:${group.id}:${group.version}`, { level: group.risk_level as string, reason: '' });
  const [missing, setMissing] = useState(false);
  const save = useMutation({
    mutationFn: (said: { level: string; reason: string }) => api.POST('/api/people-groups/{group_id}/risk', {
      params: { path: { group_id: group.id } }, body: { level: said.level as PeopleGroup['risk_level'], reason: said.reason, version: group.version },
    }),
    onSuccess: (_, said) => {
      draft.saved();
      toast(t(said.level ? 'parties.riskSaved' : 'risk.used'));
      void client.invalidateQueries({ queryKey: ['incidents', incident] });
      onDone();
    },
  });
  const reason = draft.value.reason.trim();

  function submit(event: FormEvent) {
    event.preventDefault();
    if (reason) save.mutate({ level: draft.value.level, reason });
    else setMissing(true);
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack mt="md">
        {save.error && <ProblemBox problem={save.error} />}
        <Derived incident={incident} group={group} pending={save.isPending} onUse={() => save.mutate({ level: '', reason: reason || t('risk.usedReason') })} />
        <Radio.Group label={t('parties.risk')} description={t('parties.riskHint')} value={draft.value.level} onChange={(level) => draft.set({ level })}>
          <Stack gap={6} mt={6}>
            {(['high_risk', 'risk', 'none_likely'] as const).map((level) => <Radio key={level} value={level} label={t(`parties.risks.${level}`)} />)}
            <Radio value="" label={t('risk.leave')} />
          </Stack>
        </Radio.Group>
        <Textarea label={t('common.reason')} description={t('common.reasonHint')} autosize minRows={2} value={draft.value.reason} error={missing && !reason ? t('common.reasonMissing') : undefined}
          onChange={(event) => draft.set({ reason: event.currentTarget.value })} />
        <Group gap="xs">
          <Button type="submit" size="xs" loading={save.isPending}>{t('parties.setRisk')}</Button>
          <Button size="xs" variant="default" onClick={onDone}>{t('common.cancel')}</Button>
        </Group>
      </Stack>
    </form>
  );
}

function Derived({ incident, group, pending, onUse }: { incident: string; group: PeopleGroup; pending: boolean; onUse: () => void }) {
  const { t } = useTranslation();
  const can = useCan();
  const party = useQuery(partiesQuery(incident)).data?.items.find((each) => each.id === group.party_id)?.name;
  const risk = useQuery({ ...riskQuery(incident), enabled: can('read-record') }).data;
  const row = risk?.items.flatMap((each) => each.groups).find((each) => each.group === group.name && each.party === party);
  if (!row) return null;
  const { level, low, high } = derivedOf(row);
  return (
    <Group gap="sm" justify="space-between">
      <Text size="sm">
        {level === 'open' && low !== high
          ? t('risk.derivedOpen', { low: t(`risk.levels.${low}`).toLowerCase(), high: t(`risk.levels.${high}`).toLowerCase() })
          : t('risk.derived', { level: t(`risk.levels.${level}`).toLowerCase() })}
      </Text>
      {group.risk_level && <Button size="compact-sm" variant="default" loading={pending} onClick={onUse}>{t('risk.useDerived')}</Button>}
    </Group>
  );
}
