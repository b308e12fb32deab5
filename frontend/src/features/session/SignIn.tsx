import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { ErrorSummary, type FormErrors } from '@/components/ErrorSummary';
import { CodeStep, EnrolStep } from './SecondFactor';
import { SessionPage } from './SessionPage';

type Step = 'password' | 'code' | 'enrol';

export function SignIn() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [step, setStep] = useState<Step>('password');

  function goOn(next: string) {
    if (next === 'code' || next === 'enrol') setStep(next);
    else void client.invalidateQueries();
  }

  return (
    <SessionPage title={step === 'password' ? t('session.signIn') : t('session.secondFactor')}>
      {step === 'password' && <PasswordStep onDone={goOn} />}
      {step === 'code' && <CodeStep onDone={goOn} />}
      {step === 'enrol' && <EnrolStep onDone={goOn} />}
    </SessionPage>
  );
}

function PasswordStep({ onDone }: { onDone: (next: string) => void }) {
  const { t } = useTranslation();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [errors, setErrors] = useState<FormErrors>({});
  const signIn = useMutation({
    mutationFn: () => take(api.POST('/api/sign-in', { body: { email, password } })),
    onSuccess: (answer) => onDone(answer.next),
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    const missing: FormErrors = {};
    if (!email.trim()) missing.email = t('session.emailMissing');
    if (!password) missing.password = t('session.passwordMissing');
    setErrors(missing);
    if (Object.keys(missing).length === 0) signIn.mutate();
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ErrorSummary errors={errors} problem={signIn.error} />
        <TextInput id="email" type="email" autoComplete="username" label={t('session.email')} value={email} error={errors.email}
          onChange={(event) => setEmail(event.currentTarget.value)} autoFocus />
        <PasswordInput id="password" autoComplete="current-password" label={t('session.password')} value={password} error={errors.password}
          visibilityToggleButtonProps={{ 'aria-label': t('session.showPassword') }}
          onChange={(event) => setPassword(event.currentTarget.value)} />
        <Button type="submit" loading={signIn.isPending}>{t('session.signIn')}</Button>
        <Text size="sm" c="dimmed">{t('session.noAccount')}</Text>
      </Stack>
    </form>
  );
}
