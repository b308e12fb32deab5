import { Alert, Button, Group, Select, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { toast } from '@/components/Toasts';
import { useCan, useMe } from '@/features/session/me';
import type { Decision, Determination, Outcome } from './determination';

type Asking = 'confirm' | 'overrule' | 'agree' | 'decline';

/** The engine proposes, a person decides: confirm, or overrule with a reason and a second person. */
export function DecisionActions({ row, decisions }: { row: Determination; decisions: Decision[] }) {
  const { t } = useTranslation();
  const can = useCan();
  const me = useMe();
  const client = useQueryClient();
  const [asking, setAsking] = useState<Asking | null>(null);
  const [outcome, setOutcome] = useState<'required' | 'not_required' | 'exempt'>('required');
  const answered = new Set(decisions.map((decision) => decision.answers_id).filter(Boolean));
  const proposal = decisions.find((decision) => decision.kind.startsWith('propose') && !answered.has(decision.id));
  const mine = proposal?.decided_by_id === me?.id;
  const path = { determination_id: row.id };

  async function decide(reason: string) {
    if (asking === 'confirm') await api.POST('/api/determinations/{determination_id}/confirmation', { params: { path }, body: { reason } });
    else if (asking === 'overrule') await api.POST('/api/determinations/{determination_id}/overrule', { params: { path }, body: { outcome, reason } });
    else if (proposal) await api.POST('/api/decisions/{decision_id}/answer', { params: { path: { decision_id: proposal.id } }, body: { agree: asking === 'agree', reason } });
    toast(t(asking === 'overrule' ? 'decisions.proposed' : 'decisions.saved'));
    await client.invalidateQueries({ queryKey: ['incidents'] });
    await client.invalidateQueries({ queryKey: ['clocks'] });
  }

  return (
    <Stack gap="xs" className="no-print">
      {proposal && (
        <Alert color="ink" variant="light" title={t(`decisions.kind.${proposal.kind as 'propose-overrule'}`)}>
          <Text size="sm" mb="xs">{mine ? t('decisions.waitsForSecond') : t('decisions.youAreSecond', { name: proposal.decided_by, outcome: t(`incidents.outcome.${proposal.outcome as Outcome}`) })}</Text>
          {!mine && can('overrule-decision') && (
            <Group gap="xs">
              <Button size="xs" onClick={() => setAsking('agree')}>{t('decisions.agree')}</Button>
              <Button size="xs" variant="default" onClick={() => setAsking('decline')}>{t('decisions.decline')}</Button>
            </Group>
          )}
        </Alert>
      )}
      <Group gap="xs">
        {can('confirm-decision') && row.effective !== 'undetermined' && (!row.decided || row.review) && <Button size="xs" onClick={() => setAsking('confirm')}>{t('decisions.confirm')}</Button>}
        {can('overrule-decision') && !proposal && <Button size="xs" variant="default" onClick={() => setAsking('overrule')}>{t('decisions.overrule')}</Button>}
      </Group>
      <ConfirmWithReason
        opened={asking !== null}
        onClose={() => setAsking(null)}
        title={t(`decisions.${asking ?? 'confirm'}`)}
        action={t(`decisions.${asking ?? 'confirm'}`)}
        reasonOptional={asking === 'confirm' || asking === 'agree'}
        onConfirm={decide}
      >
        <Stack gap="xs">
          <span>{t(`decisions.${asking ?? 'confirm'}Text`)}</span>
          {asking === 'overrule' && (
            <Select label={t('decisions.instead')} allowDeselect={false} value={outcome} onChange={(value) => setOutcome((value ?? 'required') as typeof outcome)}
              data={(['required', 'not_required', 'exempt'] as const).filter((value) => value !== row.effective).map((value) => ({ value, label: t(`incidents.outcome.${value}`) }))} />
          )}
        </Stack>
      </ConfirmWithReason>
    </Stack>
  );
}
