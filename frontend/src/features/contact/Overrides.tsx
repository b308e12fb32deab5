import { Button, Group, List, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePages } from '@/api/pages';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { toast } from '@/components/Toasts';
import { When } from '@/components/When';
import { groupsQuery } from '@/features/people/api';
import { useCan } from '@/features/session/me';
import { approve, decline, listOverrides, revoke, useContactAct, type Override } from './api';

const look = { waiting: ['soon', 'person'], approved: ['done', 'check'], past: ['none', 'none'], declined: ['none', 'none'], revoked: ['none', 'none'] } as const;

/** Decisions to reach somebody against a rule, with who asked, who agreed, and until when. */
export function Overrides({ incident }: { incident: string }) {
  const { t } = useTranslation();
  const list = usePages<Override>(['incidents', incident, 'contact', 'overrides'], (cursor, signal) => listOverrides(incident, cursor, signal));
  const groups = useQuery(groupsQuery(incident));
  const name = (row: Override) => (row.group_id ? t('contact.aboutGroup', { name: groups.data?.items.find((each) => each.id === row.group_id)?.name ?? '' }) : t('contact.aboutPerson'));
  return (
    <Section title={t('contact.overrides')}>
      <Text size="sm" c="dimmed" mb="sm" maw={640}>{t('contact.overridesLead')}</Text>
      {list.problem !== undefined && <ProblemBox problem={list.problem} onRetry={list.onRetry} />}
      {list.rows?.length === 0 && <Text size="sm">{t('contact.noOverrides')}</Text>}
      <List listStyleType="none" spacing="md" size="sm">
        {(list.rows ?? []).map((row) => (
          <List.Item key={row.id} styles={{ itemWrapper: { display: 'block' }, itemLabel: { display: 'block' } }}><One incident={incident} row={row} about={name(row)} /></List.Item>
        ))}
      </List>
      {list.onMore && <Button mt="sm" size="xs" variant="default" loading={list.loadingMore} onClick={list.onMore}>{t('common.showMore')}</Button>}
    </Section>
  );
}

function One({ incident, row, about }: { incident: string; row: Override; about: string }) {
  const { t } = useTranslation();
  const can = useCan();
  const [saying, setSaying] = useState<'decline' | 'revoke' | null>(null);
  const yes = useContactAct(incident, () => approve(row.id));
  const no = useContactAct(incident, ({ what, reason }: { what: 'decline' | 'revoke'; reason: string }) => (what === 'decline' ? decline(row.id, reason) : revoke(row.id, reason)));
  const shown = row.past && (row.state === 'approved' || row.state === 'waiting') ? 'past' : row.state;
  const [state, icon] = look[shown];
  return (
    <>
      <Group gap="sm">
        <strong><bdi>{about}</bdi></strong>
        <StateBadge state={state} icon={icon}>{t(`contact.states.${shown}`)}</StateBadge>
        <span>{row.channels.map((each) => t(`contact.channels.${each}`)).join(', ')}</span>
        <span>{t('contact.until')} <When at={row.until} /></span>
      </Group>
      <Text size="xs" c="dimmed">{t('contact.askedBy', { name: row.asked_by })} · <When at={row.asked_at} /> · <q>{row.why}</q></Text>
      {row.settled_by && <Text size="xs" c="dimmed">{t('contact.settledBy', { name: row.settled_by })} · <When at={row.settled_at} />{row.settled_why && <> · <q>{row.settled_why}</q></>}</Text>}
      {row.revoked_by && <Text size="xs" c="dimmed">{t('contact.revokedBy', { name: row.revoked_by })} · <When at={row.revoked_at} />{row.revoked_why && <> · <q>{row.revoked_why}</q></>}</Text>}
      {shown === 'waiting' && row.own && <Text size="sm">{t('contact.own')}</Text>}
      {yes.error && <ProblemBox problem={yes.error} />}
      <Group gap="xs" mt={4}>
        {shown === 'waiting' && !row.own && can('approve-override') && (
          <>
            <Button size="xs" loading={yes.isPending} onClick={() => yes.mutate(undefined, { onSuccess: () => toast(t('contact.approved')) })}>{t('contact.approve')}</Button>
            <Button size="xs" variant="default" onClick={() => setSaying('decline')}>{t('contact.decline')}</Button>
          </>
        )}
        {(shown === 'approved' || shown === 'waiting') && can('set-contact-plans') && <Button size="xs" variant="subtle" onClick={() => setSaying('revoke')}>{t('contact.revoke')}</Button>}
      </Group>
      {saying && (
        <ConfirmWithReason opened onClose={() => setSaying(null)} title={about} action={t(`contact.${saying}`)}
          onConfirm={async (reason) => {
            await no.mutateAsync({ what: saying, reason });
            toast(t(saying === 'decline' ? 'contact.declined' : 'contact.revoked'));
          }}>
          {t(saying === 'decline' ? 'contact.declineText' : 'contact.revokeText')}
        </ConfirmWithReason>
      )}
    </>
  );
}
