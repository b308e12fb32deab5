import { Button, CloseButton, Group, NativeSelect, Skeleton, Stack, Switch, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { toast } from '@/components/Toasts';
import { chainsQuery, setChain, type Chain, type Role } from '@/features/approvals/api';
import { roleWords } from '@/features/session/roles';

/** Who approves which kind of text, in which order. */
export function ApprovalChains() {
  const { t } = useTranslation();
  const chains = useQuery(chainsQuery);
  return (
    <Section title={t('approvals.chains')}>
      <Text size="sm" c="dimmed" mb="sm" maw={640}>{t('approvals.chainsLead')}</Text>
      {chains.error && <ProblemBox problem={chains.error} onRetry={() => void chains.refetch()} />}
      {!chains.data && !chains.error && <Skeleton height={200} />}
      <Stack gap="md">{chains.data?.items.map((each) => <OneChain key={`${each.kind}.${each.number}`} chain={each} roles={chains.data.roles} />)}</Stack>
    </Section>
  );
}

function OneChain({ chain, roles }: { chain: Chain; roles: Role[] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [steps, setSteps] = useState(chain.steps);
  const [emergency, setEmergency] = useState(chain.emergency);
  const save = useMutation({ mutationFn: () => setChain({ ...chain, steps, emergency }), onSuccess: () => { toast(t('approvals.chainSaved')); void client.invalidateQueries({ queryKey: ['approval-chains'] }); } });
  const changed = steps.join() !== chain.steps.join() || emergency.join() !== chain.emergency.join();
  const kind = t(`approvals.kind.${chain.kind}`, { defaultValue: chain.kind });
  const data = roles.map((role) => ({ value: role, label: roleWords(role, t) }));
  const put = (list: Role[], at: number, role: string) => list.map((each, index) => (index === at ? (role as Role) : each));
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
      <Text component="legend" fw={600} size="sm" mb={4}>{kind}</Text>
      <Group gap="xs" align="end">
        {steps.map((role, index) => (
          <Group key={index} gap={2} align="end" wrap="nowrap">
            <NativeSelect size="xs" aria-label={t('approvals.stepOf', { number: index + 1, kind })} data={data} value={role} onChange={(event) => setSteps(put(steps, index, event.currentTarget.value))} />
            {steps.length > 1 && <CloseButton aria-label={t('approvals.removeStep', { number: index + 1, kind })} onClick={() => setSteps(steps.filter((_, each) => each !== index))} />}
          </Group>
        ))}
        {steps.length < 6 && <Button size="xs" variant="default" onClick={() => setSteps([...steps, roles[roles.length - 1]!])}>{t('approvals.addStep')}</Button>}
      </Group>
      <Group gap="xs" mt={6} align="center">
        <Switch size="xs" label={t('approvals.emergency')} checked={emergency.length === 2} onChange={(event) => setEmergency(event.currentTarget.checked ? ['incident-manager', 'approver'] : [])} />
        {emergency.map((role, index) => <NativeSelect key={index} size="xs" aria-label={t('approvals.emergencyOf', { number: index + 1, kind })} data={data} value={role} onChange={(event) => setEmergency(put(emergency, index, event.currentTarget.value))} />)}
        {changed && <Button size="xs" loading={save.isPending} onClick={() => save.mutate()}>{t('approvals.saveChain')}</Button>}
      </Group>
      {save.error && <ProblemBox problem={save.error} />}
    </fieldset>
  );
}
