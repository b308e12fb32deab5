import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { toast } from '@/components/Toasts';
import type { Account } from './accounts';

export type Asking = 'disable' | 'enable' | 'factor' | 'invite';

const paths = {
  disable: '/api/accounts/{account_id}/disable', enable: '/api/accounts/{account_id}/enable', factor: '/api/accounts/{account_id}/reset-second-factor',
} as const;
const titles = { disable: 'users.disable', enable: 'users.enable', factor: 'users.factorReset', invite: 'users.invite' } as const;

type Props = { account: Account; what: Asking; onClose: () => void; onInvited: (link: { name: string; link: string; waits: boolean }) => void };

/** Closing, opening, a new second factor, a new link: each asked once, with its reason where the record wants one. */
export function AccountActs({ account, what, onClose, onInvited }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const title = t(titles[what]);
  return (
    <ConfirmWithReason
      opened
      onClose={onClose}
      title={`${title}: ${account.name}`}
      action={title}
      reasonOptional={what === 'invite'}
      onConfirm={async (reason) => {
        const path = { account_id: account.id };
        if (what === 'invite') {
          const invited = await take(api.POST('/api/accounts/{account_id}/invitation', { params: { path } }));
          onInvited({ name: account.name, link: invited.link, waits: invited.account.waiting !== '' });
        } else {
          const changed = await take(api.POST(paths[what], { params: { path }, body: { reason } }));
          toast(t(changed.waiting ? 'users.waiting.asking' : 'users.changed'));
        }
        await Promise.all([client.invalidateQueries({ queryKey: ['accounts'] }), client.invalidateQueries({ queryKey: ['account-changes'] })]);
      }}
    >
      {t(`users.${what}Text`)}
    </ConfirmWithReason>
  );
}
