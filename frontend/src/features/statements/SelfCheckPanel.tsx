import { Button, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { ProblemBox } from '@/components/ProblemBox';
import { StateBadge } from '@/components/StateBadge';
import { toast } from '@/components/Toasts';
import { When } from '@/components/When';
import { languages, type Language } from './api';
import { SelfCheckForm } from './SelfCheckForm';
import { approveSelfCheck, declineSelfCheck, removeSelfCheck, useSelfCheckAct, useSelfChecks, type SelfCheck } from './selfChecks';

/** "Might I be affected?": what the questions on the public page know, language by language. */
export function SelfCheckPanel({ incident, rights }: { incident: string; rights: string[] }) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useSelfChecks(incident);
  const [writing, setWriting] = useState<Language | null>(null);
  if (isPending) return <Skeleton height={96} />;
  if (error) return <ProblemBox problem={error} onRetry={() => void refetch()} />;
  const missing = languages.filter((each) => !data.some((check) => check.language === each));
  return (
    <Paper withBorder p="lg" component="section" aria-label={t('statements.check.title')}>
      <Stack>
        <Title order={3}>{t('statements.check.title')}</Title>
        <Text size="sm" c="dimmed" maw={640}>{t('statements.check.hint')}</Text>
        {writing && <SelfCheckForm key={writing} incident={incident} language={writing} check={data.find((each) => each.language === writing)} onDone={() => setWriting(null)} />}
        {!writing && data.map((each) => <One key={each.language} incident={incident} check={each} rights={rights} onEdit={() => setWriting(each.language)} />)}
        {!writing && rights.includes('draft-texts') && missing.length > 0 && (
          <Group gap="xs">
            {missing.map((each) => <Button key={each} variant="default" onClick={() => setWriting(each)}>{t('statements.check.write', { language: t(`statements.languages.${each}`) })}</Button>)}
          </Group>
        )}
      </Stack>
    </Paper>
  );
}

function One({ incident, check, rights, onEdit }: { incident: string; check: SelfCheck; rights: string[]; onEdit: () => void }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<'decline' | 'remove' | null>(null);
  const { version, language } = check;
  const settle = useSelfCheckAct(incident, () => approveSelfCheck(incident, language, version.hash));
  const back = useSelfCheckAct(incident, (reason: string) => declineSelfCheck(incident, language, version.hash, reason));
  const away = useSelfCheckAct(incident, (reason: string) => removeSelfCheck(incident, language, reason));
  const waits = version.state === 'submitted';
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Text fw={600}>{t(`statements.languages.${language}`)}</Text>
        <StateBadge state={waits ? 'soon' : version.state === 'approved' ? 'done' : 'none'}>{t(`statements.state.${version.state}`)}</StateBadge>
        {check.shown && !check.current && <Text size="sm">{t('statements.check.older')}</Text>}
        <Text size="sm" c="dimmed">{t('statements.version', { number: version.number, name: version.written_by })} · <When at={version.written_at} /></Text>
      </Group>
      {check.services.map((each) => (
        <Text key={each.name} size="sm">
          <bdi>{each.name}</bdi>: <bdi>{each.places.join(' · ') || t('statements.check.everywhere')}</bdi>, {each.first_year ? <bdi>{each.first_year}–{each.last_year}</bdi> : t('statements.check.always')}
        </Text>
      ))}
      {version.decline_reason && <Text size="sm">{t('statements.declinedBecause', { reason: version.decline_reason })}</Text>}
      {settle.error && <ProblemBox problem={settle.error} />}
      <Group gap="xs">
        {rights.includes('draft-texts') && <Button size="xs" variant="default" onClick={onEdit}>{t('common.edit')}</Button>}
        {waits && rights.includes('approve-texts') && (version.written_by_me
          ? <Text size="sm">{t('statements.ownWork')}</Text>
          : (
            <>
              <Button size="xs" loading={settle.isPending} onClick={() => settle.mutate(undefined, { onSuccess: () => toast(t('statements.approved')) })}>{t('statements.check.approve')}</Button>
              <Button size="xs" variant="default" onClick={() => setAsked('decline')}>{t('statements.decline')}</Button>
            </>
          ))}
        {check.shown && rights.includes('publish-statements') && <Button size="xs" variant="default" onClick={() => setAsked('remove')}>{t('statements.check.remove')}</Button>}
      </Group>
      <ConfirmWithReason opened={asked === 'decline'} onClose={() => setAsked(null)} title={t('statements.decline')} action={t('statements.decline')} onConfirm={(reason) => back.mutateAsync(reason)}>
        {t('statements.page.declineText')}
      </ConfirmWithReason>
      <ConfirmWithReason opened={asked === 'remove'} onClose={() => setAsked(null)} title={t('statements.check.remove')} action={t('statements.check.remove')} onConfirm={(reason) => away.mutateAsync(reason)}>
        {t('statements.check.removeText')}
      </ConfirmWithReason>
    </Stack>
  );
}
