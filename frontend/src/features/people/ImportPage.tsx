import { Alert, Button, Group, Progress, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { Icon } from '@/components/Icon';
import { Parts } from '@/components/Parts';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { toast } from '@/components/Toasts';
import { numberWords } from '@/lib/range';
import { cancel, importQuery, isRunning, useImportAct, type PeopleImport } from './api';
import { Columns } from './Columns';
import { stateOfImport } from './Imports';
import { Result } from './Result';
import { progressOf } from './rows';

/** One list on its way in: columns to confirm, then progress that may be left alone, then what became of every row. */
export function ImportPage({ incident, id, onBack }: { incident: string; id: string; onBack: () => void }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(importQuery(id));
  const [stopping, setStopping] = useState(false);
  const client = useQueryClient();
  const state = data?.state;
  // The list of people is another one once an import has ended, whoever started it.
  useEffect(() => {
    if (state === 'done' || state === 'cancelled' || state === 'failed') {
      void client.invalidateQueries({ queryKey: ['people', incident] });
      void client.invalidateQueries({ queryKey: ['people-imports', incident] });
    }
  }, [client, incident, state]);
  const stop = useImportAct(incident, () => cancel(id));
  if (error && !data) return <ProblemBox problem={error} onRetry={() => void refetch()} />;
  if (!data) return <Stack><Skeleton height={40} /><Skeleton height={320} /></Stack>;
  const waits = data.state === 'uploaded';

  return (
    <Parts>
      <Group justify="space-between" gap="sm">
        <Group gap="sm">
          <Button variant="subtle" color="gray" size="xs" onClick={onBack} leftSection={<Icon name="back" size={16} />}>{t('people.backToList')}</Button>
          <Title order={2}><bdi>{data.file_name}</bdi></Title>
          <StateBadge state={stateOfImport[data.state]}>{t(`people.state.${data.state}`)}</StateBadge>
        </Group>
        {(waits || isRunning(data)) && <Button size="xs" variant="default" onClick={() => setStopping(true)}>{waits ? t('people.throwAway') : t('people.stop')}</Button>}
      </Group>
      {waits && <Columns incident={incident} id={id} />}
      {isRunning(data) && <Running now={data} onBack={onBack} />}
      {data.state === 'failed' && <Alert color="red" variant="light" title={t('people.failed')} icon={<Icon name="late" />}>{data.reason} {t('people.failedKept')}</Alert>}
      {(data.state === 'done' || data.total_count > 0) && !isRunning(data) && <Result each={data} />}
      {data.state === 'done' && <Group><Button onClick={onBack}>{t('people.toPeople')}</Button></Group>}
      <ConfirmWithReason opened={stopping} onClose={() => setStopping(false)} reasonOptional title={waits ? t('people.throwAway') : t('people.stop')} action={waits ? t('people.throwAway') : t('people.stop')}
        onConfirm={() => stop.mutateAsync(undefined).then(() => { toast(t('people.stopped')); if (waits) onBack(); })}>
        {waits ? t('people.throwAwayText') : t('people.stopText')}
      </ConfirmWithReason>
    </Parts>
  );
}

function Running({ now, onBack }: { now: PeopleImport; onBack: () => void }) {
  const { t, i18n } = useTranslation();
  const percent = progressOf(now);
  return (
    <Section title={t('people.running', { percent })} actions={<Button size="xs" variant="default" onClick={onBack}>{t('people.leave')}</Button>}>
      <Progress value={percent} size="lg" aria-label={t('people.progress', { percent })} />
      <Text size="sm" mt="sm" role="status">
        <bdi>{t('people.counts', {
          rows: numberWords(now.total_count, i18n.language), accepted: numberWords(now.accepted_count, i18n.language), duplicate: numberWords(now.duplicate_count, i18n.language),
          refused: numberWords(now.rejected_count + now.quarantined_count, i18n.language),
        })}</bdi>
      </Text>
      <Text size="sm" c="dimmed">{t('people.leaveHint')}</Text>
    </Section>
  );
}
