import { Button, Group } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '@/api/client';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { toast } from '@/components/Toasts';
import { useCan } from '@/features/session/me';
import type { ClockRow } from './clocks';
import { DischargeDialog } from './DischargeDialog';
import { NoticeDialog } from './NoticeDialog';

type Asking = 'waive' | 'takeBack' | 'later';

/** What can be done with an obligation: discharge it with proof, waive it with a reason, or take the waiver back. */
export function ObligationActions({ row }: { row: ClockRow }) {
  const { t } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const [asking, setAsking] = useState<Asking | null>(null);
  const [discharging, setDischarging] = useState(false);
  const [writing, setWriting] = useState(false);
  const begins = row.state === 'open' && ['authority', 'subjects', 'controller'].includes(row.recipient) && row.clock !== 'assessment-window' && can('draft-texts');

  const refresh = async () => {
    await client.invalidateQueries({ queryKey: ['clocks'] });
    await client.invalidateQueries({ queryKey: ['incidents'] });
  };
  async function act(reason: string) {
    const params = { path: { obligation_id: row.id } };
    const body = { version: row.version, reason };
    if (asking === 'waive') await api.POST('/api/obligations/{obligation_id}/waiver', { params, body });
    else if (asking === 'takeBack') await api.POST('/api/obligations/{obligation_id}/waiver/withdrawal', { params, body });
    else await api.POST('/api/obligations/{obligation_id}/later', { params, body: { reason } });
    toast(t('decisions.saved'));
    await refresh();
  }

  return (
    <Group gap="xs" className="no-print">
      {row.state === 'open' && !row.provisional && can('confirm-decision') && <Button size="xs" onClick={() => setDischarging(true)}>{t('clocks.discharge')}</Button>}
      {row.state === 'open' && can('waive-obligation') && <Button size="xs" variant="default" onClick={() => setAsking('waive')}>{t('clocks.waive')}</Button>}
      {row.state === 'waived' && can('waive-obligation') && <Button size="xs" variant="default" onClick={() => setAsking('takeBack')}>{t('clocks.takeBack')}</Button>}
      {row.state === 'open' && row.later_due_at && can('overrule-decision') && <Button size="xs" variant="default" onClick={() => setAsking('later')}>{t('clocks.proposeLater')}</Button>}
      {row.recipient === 'authority' && row.clock !== 'assessment-window' && <Button size="xs" variant="default" component={Link} to={`/filings/${row.id}`}>{t('filings.title')}</Button>}
      {(begins || row.text_id) && <Button size="xs" variant="default" onClick={() => setWriting(true)}>{t(row.text_id ? 'clocks.notice' : 'clocks.draftNotice')}</Button>}
      <ConfirmWithReason opened={asking !== null} onClose={() => setAsking(null)} title={t(`clocks.${asking === 'later' ? 'proposeLater' : (asking ?? 'waive')}`)}
        action={t(`clocks.${asking === 'later' ? 'proposeLater' : (asking ?? 'waive')}`)} onConfirm={act}>
        {t(`clocks.${asking ?? 'waive'}Text`)}
      </ConfirmWithReason>
      {writing && <NoticeDialog row={row} onClose={() => { setWriting(false); void refresh(); }} />}
      {discharging && <DischargeDialog row={row} onClose={() => setDischarging(false)} onDone={() => void refresh()} />}
    </Group>
  );
}
