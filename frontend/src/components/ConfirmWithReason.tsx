import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from './ProblemBox';

type Props = {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What will happen, in one or two sentences. */
  children: ReactNode;
  action: string;
  /** Rejects with the server's refusal, which is then shown here while the reason stays in its field. */
  onConfirm: (reason: string) => Promise<unknown>;
  reasonOptional?: boolean;
};

/** Asks once, with the reason that is kept beside the decision. */
export function ConfirmWithReason({ opened, onClose, title, children, action, onConfirm, reasonOptional }: Props) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);

  async function confirm(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    if (!reasonOptional && !reason.trim()) {
      setMissing(true);
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await onConfirm(reason.trim());
      setReason('');
      onClose();
    } catch (cause) {
      setProblem(cause);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={(event) => void confirm(event)} noValidate>
        <Stack>
          <Text component="div" size="sm">{children}</Text>
          {problem !== null && <ProblemBox problem={problem} />}
          <Textarea
            data-autofocus
            label={reasonOptional ? `${t('common.reason')} (${t('common.optional')})` : t('common.reason')}
            description={t('common.reasonHint')}
            autosize
            minRows={3}
            value={reason}
            error={missing && !reason.trim() ? t('common.reasonMissing') : undefined}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="submit" loading={busy}>{action}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
