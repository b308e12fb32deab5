import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorSummary, fieldErrors } from '@/components/ErrorSummary';
import { TimeField } from '@/components/TimeField';
import { toast } from '@/components/Toasts';
import { instantOf, type ZonedInput } from '@/lib/time';
import { publish, useAct, type Publish, type Statement } from './api';

/** Now or at a time; and, when an earlier version is public, what was wrong. */
export function PublishDialog({ incident, statement, opened, onClose }: { incident: string; statement: Statement; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const [when, setWhen] = useState<ZonedInput | null>(null);
  const [said, setSaid] = useState('');
  const [right, setRight] = useState('');
  const act = useAct(incident, (input: Publish) => publish(input));
  const errors = fieldErrors(act.error);
  const corrects = statement.publications.some((each) => each.public);
  const at = when ? instantOf(when)?.at : undefined;

  async function go() {
    await act.mutateAsync({ id: statement.id, at, said, right }).then(() => {
      toast(at ? t('statements.scheduled') : t('statements.published'));
      onClose();
    }, () => undefined);
  }

  return (
    <Modal opened={opened} onClose={onClose} title={t('statements.publish')} size="lg" closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack>
        <Text size="sm">{t('statements.publishText')}</Text>
        <ErrorSummary errors={errors} problem={act.error} />
        {corrects && (
          <Stack gap="xs">
            <Text fw={600}>{t('statements.correctionTitle')}</Text>
            <Text size="sm" c="dimmed">{t('statements.correctionHint')}</Text>
            <TextInput id="correction_said" label={t('statements.said')} value={said} error={errors.correction_said} onChange={(event) => setSaid(event.currentTarget.value)} />
            <TextInput id="correction_right" label={t('statements.right')} value={right} onChange={(event) => setRight(event.currentTarget.value)} />
          </Stack>
        )}
        <TimeField id="publish_at" label={t('statements.when')} description={t('statements.nowOrLater')} value={when} onChange={setWhen} error={errors.publish_at} />
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
          <Button loading={act.isPending} disabled={when !== null && !at} onClick={() => void go()}>{when ? t('statements.publishLater') : t('statements.publishNow')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
