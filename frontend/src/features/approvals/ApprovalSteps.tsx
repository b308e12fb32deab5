import { Button, Group, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { Icon } from '@/components/Icon';
import { roleWords } from '@/features/session/roles';
import { approveAtOnce, type Approval } from './api';
import classes from './Approvals.module.css';

/** Who has approved, who is next, and the way of two people when there is no time. With one approver and no emergency it says nothing. */
export function ApprovalSteps({ approval, onDone }: { approval?: Approval; onDone: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [hurrying, setHurrying] = useState(false);
  if (!approval) return null;
  const names = approval.history.filter((each) => !each.void && !each.at_once);
  return (
    <Stack gap="xs">
      {approval.steps.length > 1 && (
        <ol className={classes.steps} aria-label={t('approvals.steps')}>
          {approval.steps.map((role, index) => (
            <li key={index} data-next={index === approval.signed || undefined} aria-current={index === approval.signed ? 'step' : undefined}>
              {index < approval.signed && <Icon name="check" size={15} />}
              {roleWords(role, t)}{names[index] && index < approval.signed ? <bdi>: {names[index].signed_by}</bdi> : null}
            </li>
          ))}
        </ol>
      )}
      {approval.next && approval.steps.length > 1 && <Text size="sm">{t('approvals.next', { role: roleWords(approval.next, t) })}</Text>}
      {approval.called && <Text size="sm" fw={600}>{t('approvals.called')}</Text>}
      {approval.at_once && (approval.called || approval.steps.length > 1) && (
        <Group><Button size="xs" variant="default" onClick={() => setHurrying(true)}>{t(approval.called ? 'approvals.agree' : 'approvals.hurry')}</Button></Group>
      )}
      {hurrying && (
        <ConfirmWithReason opened onClose={() => setHurrying(false)} title={t('approvals.hurry')} action={t(approval.called ? 'approvals.agree' : 'approvals.hurry')}
          onConfirm={async (reason) => { await approveAtOnce(approval, reason); await client.invalidateQueries({ queryKey: ['approvals', approval.piece_id] }); onDone(); }}>
          {t('approvals.hurryLead')}
        </ConfirmWithReason>
      )}
    </Stack>
  );
}
