import { Button, Group, List, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { toast } from '@/components/Toasts';
import { When } from '@/components/When';
import { useCan } from '@/features/session/me';
import { dateWords } from '@/lib/time';
import classes from './Agreements.module.css';
import { approve, decline, type AgreementVersion } from './api';
import { difference } from './difference';

const look = { waiting: ['soon', 'person'], approved: ['done', 'check'], declined: ['none', 'none'], replaced: ['none', 'none'] } as const;

/** Every version with who wrote it, why, and who answered; opens to what is different from the one before. */
export function Versions({ versions }: { versions: AgreementVersion[] }) {
  const { t, i18n } = useTranslation();
  const [open, setOpen] = useState<string | null>(versions[0]?.state === 'waiting' ? versions[0].id : null);
  return (
    <Section title={t('agreements.versions')}>
      <List listStyleType="none" spacing="md" size="sm">
        {versions.map((version, i) => {
          const [state, icon] = look[version.state];
          const from = dateWords(version.from, i18n.language);
          const before = versions[i + 1];
          return (
            <List.Item key={version.id} styles={{ itemWrapper: { display: 'block' }, itemLabel: { display: 'block' } }}>
              <Group gap="sm">
                <strong>{t('agreements.version', { number: version.number })}</strong>
                <StateBadge state={state} icon={icon}>{t(`agreements.states.${version.state}`)}</StateBadge>
                <span>{version.until ? t('agreements.sinceUntil', { from, until: dateWords(version.until, i18n.language) }) : t('agreements.since', { from })}</span>
              </Group>
              <Text size="sm">{version.what}</Text>
              <Text size="xs" c="dimmed">{t('agreements.writtenBy', { name: version.written_by })} · <When at={version.written_at} />{version.why && <> · <q>{version.why}</q></>}</Text>
              {version.settled_by && (
                <Text size="xs" c="dimmed">
                  {t('agreements.settledBy', { state: t(`agreements.states.${version.state}`), name: version.settled_by })} · <When at={version.settled_at} />{version.settled_why && <> · <q>{version.settled_why}</q></>}
                </Text>
              )}
              <Group gap="xs" mt={4}>
                <Button size="compact-sm" variant="subtle" aria-expanded={open === version.id} onClick={() => setOpen(open === version.id ? null : version.id)}>
                  {before ? t('agreements.compare', { number: before.number }) : t('agreements.asWritten')}
                </Button>
              </Group>
              {open === version.id && <Difference before={before?.text ?? version.text} after={version.text} />}
              {version.state === 'waiting' && <Answer version={version} />}
            </List.Item>
          );
        })}
      </List>
    </Section>
  );
}

function Difference({ before, after }: { before: string; after: string }) {
  return (
    <pre className={classes.difference} dir="ltr" tabIndex={0}>
      {difference(before, after).map((line, i) => <span key={i} className={classes.line} data-sign={line.sign}>{line.sign} {line.text}</span>)}
    </pre>
  );
}

/** The second person's yes or no. Whoever wrote it may only take it back. */
export function Answer({ version }: { version: AgreementVersion }) {
  const { t } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const [declining, setDeclining] = useState(false);
  const renew = () => Promise.all(['agreements', 'own-targets', 'incidents'].map((key) => client.invalidateQueries({ queryKey: [key] })));
  const yes = useMutation({ mutationFn: () => approve(version), onSuccess: () => toast(t('agreements.approved')), onSettled: renew });
  if (!can('approve-agreements')) return null;
  return (
    <Stack gap="xs" mt="xs">
      <Text size="sm">{t(version.mine ? 'agreements.mine' : 'agreements.approveText')}</Text>
      {yes.error && <ProblemBox problem={yes.error} />}
      <Group gap="xs">
        {!version.mine && <Button size="xs" loading={yes.isPending} onClick={() => yes.mutate()}>{t('agreements.approve')}</Button>}
        <Button size="xs" variant="default" onClick={() => setDeclining(true)}>{t(version.mine ? 'agreements.takeBack' : 'agreements.decline')}</Button>
      </Group>
      <ConfirmWithReason opened={declining} onClose={() => setDeclining(false)} title={t('agreements.version', { number: version.number })} action={t(version.mine ? 'agreements.takeBack' : 'agreements.decline')}
        onConfirm={async (reason) => {
          await decline(version.id, reason);
          toast(t('agreements.declined'));
          await renew();
        }}>
        {t('agreements.declineText')}
      </ConfirmWithReason>
    </Stack>
  );
}
