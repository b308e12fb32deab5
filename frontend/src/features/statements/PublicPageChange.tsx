import { Alert, Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { ProblemBox } from '@/components/ProblemBox';
import { toast } from '@/components/Toasts';
import { When } from '@/components/When';
import { approvePage, declinePage, useAct, type StatementList } from './api';

type Change = NonNullable<StatementList['page']['change']>;

/** The page in one line, every byte that approval covers. */
export const wordsOf = (words: Change['words']) =>
  [words.organisation, words.contact_name, words.contact_mail, words.contact_phone, words.zone].filter(Boolean).join(' · ');

/** What somebody wants the public page to say, for another person to approve. */
export function PublicPageChange({ incident, change, mayApprove }: { incident: string; change: Change; mayApprove: boolean }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const { version } = change;
  const settle = useAct(incident, () => approvePage(incident, version.hash));
  const back = useAct(incident, (reason: string) => declinePage(incident, version.hash, reason));
  const waits = version.state === 'submitted';
  return (
    <Alert color="ink" variant="light" title={t(waits ? 'statements.page.waits' : 'statements.page.declined')}>
      <Text size="sm"><bdi>{wordsOf(change.words)}</bdi></Text>
      <Text size="sm" c="dimmed" mb="xs">{t('statements.version', { number: version.number, name: version.written_by })} · <When at={version.written_at} /></Text>
      {version.decline_reason && <Text size="sm">{t('statements.declinedBecause', { reason: version.decline_reason })}</Text>}
      {settle.error && <ProblemBox problem={settle.error} />}
      {waits && mayApprove && (version.written_by_me
        ? <Text size="sm">{t('statements.ownWork')}</Text>
        : (
          <Group gap="xs">
            <Button size="xs" loading={settle.isPending} onClick={() => settle.mutate(undefined, { onSuccess: () => toast(t('statements.approved')) })}>{t('statements.page.approve')}</Button>
            <Button size="xs" variant="default" onClick={() => setAsked(true)}>{t('statements.page.decline')}</Button>
          </Group>
        ))}
      <ConfirmWithReason opened={asked} onClose={() => setAsked(false)} title={t('statements.page.decline')} action={t('statements.page.decline')} onConfirm={(reason) => back.mutateAsync(reason)}>
        {t('statements.page.declineText')}
      </ConfirmWithReason>
    </Alert>
  );
}
