import { Button, Group, Modal, MultiSelect, Stack, Text, Textarea } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorSummary, fieldErrors } from '@/components/ErrorSummary';
import { TimeField, ownZone } from '@/components/TimeField';
import { toast } from '@/components/Toasts';
import { serverNow } from '@/lib/clock';
import { instantOf, zonedOf, type ZonedInput } from '@/lib/time';
import { ask, channels, useContactAct, type Channel, type Scope } from './api';

/** The protection officer's half of an override. */
export function AskDialog({ scope, name, onClose }: { scope: Scope; name: string; onClose: () => void }) {
  const { t } = useTranslation();
  const [ways, setWays] = useState<Channel[]>([]);
  const [until, setUntil] = useState<ZonedInput | null>(() => zonedOf(new Date(serverNow() + 3 * 86_400_000).toISOString(), ownZone));
  const [why, setWhy] = useState('');
  const act = useContactAct(scope.incident, (body: { channels: Channel[]; until: string; why: string }) => ask(scope, body));
  const errors = fieldErrors(act.error);

  function submit(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    act.mutate({ channels: ways, until: (until && instantOf(until)?.at) || '', why }, {
      onSuccess: () => {
        toast(t('contact.asked'));
        onClose();
      },
    });
  }

  return (
    <Modal opened onClose={onClose} title={`${t('contact.ask')}: ${name}`} size="lg" closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text size="sm">{t('contact.askText')}</Text>
          <ErrorSummary errors={errors} problem={act.error} />
          <MultiSelect searchable id="channels" label={t('contact.askWays')} data={channels.map((value) => ({ value, label: t(`contact.channels.${value}`) }))} value={ways} error={errors.channels}
            onChange={(next) => setWays(next as Channel[])} />
          <TimeField id="until" label={t('contact.until')} description={t('contact.untilHint')} value={until} onChange={setUntil} error={errors.until} required />
          <Textarea id="why" label={t('common.reason')} description={t('common.reasonHint')} autosize minRows={3} value={why} error={errors.why} onChange={(event) => setWhy(event.currentTarget.value)} />
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="submit" loading={act.isPending}>{t('contact.ask')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
