import { Anchor, Button, Menu, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Icon } from '@/components/Icon';
import { KeysetTable, type Column } from '@/components/KeysetTable';
import { PageHead } from '@/components/PageHead';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { useCan } from '@/features/session/me';
import { roleWords } from '@/features/session/roles';
import type { State } from '@/lib/state';
import { AccountActs, type Asking } from './AccountActs';
import { accountsQuery, type Account } from './accounts';
import { InviteDialog } from './InviteDialog';
import { LinkDialog } from './LinkDialog';
import { RoleDialog } from './RoleDialog';
import { Waiting } from './Waiting';

const looks: Record<Account['state'], State> = { waiting: 'soon', invited: 'in_time', invitation_over: 'soon', active: 'done', disabled: 'stopped' };

/** Everybody who may sign in, and the ways in and out. */
export function Component() {
  const { t } = useTranslation();
  const can = useCan();
  const query = useQuery({ ...accountsQuery, enabled: can('manage-accounts') });
  const [inviting, setInviting] = useState(false);
  const [link, setLink] = useState<{ name: string; link: string; waits: boolean } | null>(null);
  const [asking, setAsking] = useState<{ account: Account; what: Asking | 'role' } | null>(null);

  const columns: Column<Account>[] = [
    { key: 'name', header: t('users.name'), heading: true, cell: (row) => <><bdi>{row.name}</bdi>{row.demo && <> <StateBadge state="soon" icon="flag">{t('frame.exercise')}</StateBadge></>}<Text size="xs" c="dimmed" fw={400}><bdi>{row.email}</bdi></Text></> },
    { key: 'role', header: t('users.role'), cell: (row) => <>{roleWords(row.role, t)}{row.society && <Text size="xs" c="dimmed"><bdi>{row.society}</bdi></Text>}</> },
    { key: 'state', header: t('users.state'), cell: (row) => <><StateBadge state={looks[row.state]}>{t(`users.states.${row.state}`)}</StateBadge>{row.waiting && row.waiting !== 'invite' && <Text size="xs">{t('users.waiting.badge')}</Text>}{row.state === 'invited' && <Text size="xs" c="dimmed">{t('users.until')} <When at={row.invited_until} /></Text>}</> },
    { key: 'factor', header: t('users.factor'), cell: (row) => (row.second_factor ? t('users.factorSet') : t('users.factorMissing')) },
    { key: 'created', header: t('users.created'), extra: true, cell: (row) => <When at={row.created_at} /> },
    {
      key: 'acts', header: t('common.table.actions'),
      cell: (row) => (
        <Menu position="bottom-end">
          <Menu.Target><Button size="compact-sm" variant="subtle" aria-label={`${t('common.table.actions')}: ${row.name}`} rightSection={<Icon name="down" size={14} />}>{t('common.table.actions')}</Button></Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setAsking({ account: row, what: 'role' })}>{t('users.changeRole')}</Menu.Item>
            {row.state !== 'disabled' && <Menu.Item onClick={() => setAsking({ account: row, what: 'invite' })}>{t('users.invite')}</Menu.Item>}
            {row.second_factor && <Menu.Item onClick={() => setAsking({ account: row, what: 'factor' })}>{t('users.factorReset')}</Menu.Item>}
            <Menu.Item onClick={() => setAsking({ account: row, what: row.state === 'disabled' ? 'enable' : 'disable' })}>{t(row.state === 'disabled' ? 'users.enable' : 'users.disable')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ),
    },
  ];

  return (
    <>
      <Text size="sm" mb={4}><Anchor component={Link} to="/settings" size="sm">{t('frame.settings')}</Anchor></Text>
      <PageHead title={t('users.title')} lead={t('users.lead')} actions={can('manage-accounts') && <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setInviting(true)}>{t('users.new')}</Button>} />
      {can('confirm-accounts') && <Waiting always={!can('manage-accounts')} />}
      {can('manage-accounts') && <KeysetTable id="users" label={t('users.title')} columns={columns} rows={query.data?.items} problem={query.error ?? undefined} onRetry={() => void query.refetch()}
        rowKey={(row) => row.id} empty={t('users.none')} />}
      {inviting && <InviteDialog onClose={() => setInviting(false)} onInvited={setLink} />}
      {link && <LinkDialog {...link} onClose={() => setLink(null)} />}
      {asking?.what === 'role' && <RoleDialog account={asking.account} onClose={() => setAsking(null)} />}
      {asking && asking.what !== 'role' && <AccountActs account={asking.account} what={asking.what} onClose={() => setAsking(null)} onInvited={setLink} />}
    </>
  );
}
