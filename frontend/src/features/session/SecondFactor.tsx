import { Anchor, Button, Code, CopyButton, Group, Image, List, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { ProblemBox } from '@/components/ProblemBox';

export function CodeStep({ onDone }: { onDone: (next: string) => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const give = useMutation({
    mutationFn: () => take(api.POST('/api/sign-in/code', { body: { code } })),
    onSuccess: (answer) => onDone(answer.next),
    onError: () => setCode(''),
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (code.length === 6) give.mutate();
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {give.error && <ProblemBox problem={give.error} />}
        <TextInput label={t('session.code')} description={t('session.codeHint')} inputMode="numeric" autoComplete="one-time-code" maxLength={6} value={code}
          onChange={(event) => setCode(event.currentTarget.value.replace(/\D/g, ''))} autoFocus dir="ltr" />
        <Button type="submit" disabled={code.length !== 6} loading={give.isPending}>{t('session.goOn')}</Button>
      </Stack>
    </form>
  );
}

/** The secret is made once and shown once; it is asked for by a press, not by opening the page. */
export function EnrolStep({ onDone }: { onDone: (next: string) => void }) {
  const { t } = useTranslation();
  const secret = useMutation({ mutationFn: () => take(api.POST('/api/sign-in/enrolment', {})) });
  if (!secret.data) {
    return (
      <Stack>
        <Text>{t('session.enrolWhy')}</Text>
        {secret.error && <ProblemBox problem={secret.error} />}
        <Button onClick={() => secret.mutate()} loading={secret.isPending}>{t('session.enrolStart')}</Button>
      </Stack>
    );
  }
  return (
    <Stack>
      <List type="ordered" spacing="xs">
        <List.Item>{t('session.enrolOpen')}</List.Item>
        <List.Item>
          {t('session.enrolScan')}
          {/* An image address runs nothing: the drawing cannot carry a script into the page. */}
          <Image my="xs" w={200} h={200} src={`data:image/svg+xml,${encodeURIComponent(secret.data.qr)}`} alt={t('session.enrolQr')} />
          {t('session.enrolType')}
          <Group gap="xs" my={4}>
            <Code fz="md" dir="ltr">{secret.data.secret.replace(/(.{4})(?=.)/g, '$1 ')}</Code>
            <CopyButton value={secret.data.secret}>
              {({ copied, copy }) => <Button size="compact-sm" variant="default" onClick={copy}>{copied ? t('common.copied') : t('common.copy')}</Button>}
            </CopyButton>
          </Group>
          <Anchor size="sm" href={secret.data.url}>{t('session.enrolHere')}</Anchor>
        </List.Item>
        <List.Item>{t('session.enrolCode')}</List.Item>
      </List>
      <CodeStep onDone={onDone} />
    </Stack>
  );
}
