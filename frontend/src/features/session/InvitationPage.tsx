import { Anchor, Button, PasswordInput, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { ErrorSummary, fieldErrors, type FormErrors } from '@/components/ErrorSummary';
import { ProblemBox } from '@/components/ProblemBox';
import { roleWords } from './roles';
import { SessionPage } from './SessionPage';

/** Choosing a password after an invitation. The token stands behind the # of the address, which browsers never send to a server. */
export function Component() {
  const { t } = useTranslation();
  const [token] = useState(() => window.location.hash.slice(1));
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [code, setCode] = useState('');
  const [errors, setErrors] = useState<FormErrors>({});
  const invitation = useQuery({ queryKey: ['invitation'], queryFn: () => take(api.POST('/api/invitation', { body: { token } })), gcTime: 0 });
  const accept = useMutation({
    mutationFn: () => take(api.POST('/api/invitation/password', { body: { token, code, password } })),
    onSuccess: () => history.replaceState(null, '', '/invitation'),
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    const found: FormErrors = {};
    if (!password) found.password = t('session.passwordMissing');
    else if (password !== again) found.again = t('session.notTheSame');
    setErrors(found);
    if (Object.keys(found).length === 0) accept.mutate();
  }

  if (accept.isSuccess) {
    return (
      <SessionPage title={t('session.passwordSet')}>
        <Text mb="md">{t('session.passwordSetText')}</Text>
        <Anchor component={Link} to="/">{t('session.signIn')}</Anchor>
      </SessionPage>
    );
  }
  return (
    <SessionPage title={t('session.welcome')}>
      {invitation.isPending && <Skeleton height={96} />}
      {invitation.error && <ProblemBox problem={invitation.error} />}
      {invitation.data && (
        <form onSubmit={submit} noValidate>
          <Stack>
            <Text>{t('session.invitedAs', { name: invitation.data.name, role: roleWords(invitation.data.role, t) })}</Text>
            <ErrorSummary errors={{ ...fieldErrors(accept.error), ...errors }} problem={accept.error} />
            {invitation.data.needs_code && (
              <TextInput id="code" label={t('session.invitationCode')} description={t('session.invitationCodeHint')} autoComplete="off" dir="ltr" value={code}
                error={({ ...fieldErrors(accept.error), ...errors }).code} onChange={(event) => setCode(event.currentTarget.value)} />
            )}
            <PasswordInput id="password" autoComplete="new-password" label={t('session.newPassword')} description={t('session.newPasswordHint')} value={password}
              error={errors.password} onChange={(event) => setPassword(event.currentTarget.value)} />
            <PasswordInput id="again" autoComplete="new-password" label={t('session.again')} value={again} error={errors.again}
              onChange={(event) => setAgain(event.currentTarget.value)} />
            <Button type="submit" loading={accept.isPending}>{t('session.setPassword')}</Button>
          </Stack>
        </form>
      )}
    </SessionPage>
  );
}
