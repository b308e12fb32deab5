import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { Facts } from '@/components/Facts';
import { PageHead } from '@/components/PageHead';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { roleWords } from '@/features/session/roles';
import { useCan, useMe } from '@/features/session/me';
import { ApprovalChains } from './ApprovalChains';
import { RecordCheck } from './RecordCheck';
import { Schedules } from './Schedules';

export function Component() {
  const { t } = useTranslation();
  const can = useCan();
  const me = useMe();
  const health = useQuery({ queryKey: ['health'], queryFn: ({ signal }) => take(api.GET('/api/health', { signal })) });
  return (
    <>
      <PageHead title={t('frame.settings')} lead={t('settings.lead')} />
      <Section title={t('frame.me')}>
        <Facts items={[[t('settings.name'), <bdi key="n">{me?.name}</bdi>], [t('settings.role'), me ? roleWords(me.role, t) : ''], ...(me?.society ? [[t('settings.society'), me.society] as [string, string]] : [])]} />
      </Section>
      <Section title={t('settings.server')}>
        {health.data && (
          <Facts
            items={[
              [t('settings.version'), <bdi key="v">{health.data.version}</bdi>],
              [t('settings.mail'), health.data.mail_sent ? t('settings.mailOn') : <Text span size="sm">{t('settings.mailOff')}</Text>],
              ...(health.data.demo ? [[t('settings.kind'), <StateBadge key="d" state="soon" icon="flag">{t('settings.demo')}</StateBadge>] as [string, React.ReactNode]] : []),
            ]}
          />
        )}
      </Section>
      {can('confirm-accounts') && (
        <Section title={t('users.title')}>
          <Text size="sm" mb="xs">{t('users.lead')}</Text>
          <Button component={Link} to="/settings/users" variant="default" size="xs">{t('settings.toUsers')}</Button>
        </Section>
      )}
      {can('manage-settings') && <Schedules />}
      {can('manage-settings') && <ApprovalChains />}
      {can('verify-record') && <RecordCheck />}
    </>
  );
}
