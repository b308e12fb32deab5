import { Anchor, Button, Group, Paper, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorSummary, fieldErrors } from '@/components/ErrorSummary';
import { Icon } from '@/components/Icon';
import { toast } from '@/components/Toasts';
import { savePage, useAct, type StatementList } from './api';
import { PublicPageChange, wordsOf } from './PublicPageChange';
import { PublicPageState } from './PublicPageState';

type Page = StatementList['page'];
type Props = { incident: string; page: Page; mayEdit: boolean; mayApprove: boolean };

/** Who speaks on the public page. A change waits for another person; until then the page shows what was approved. */
export function PublicPageForm({ incident, page, mayEdit, mayApprove }: Props) {
  const { t } = useTranslation();
  const change = page.change;
  const [value, setValue] = useState(change && change.version.state !== 'approved' ? change.words : page.words);
  const save = useAct(incident, () => savePage(incident, { ...value, version: change?.version.number ?? 0 }));
  const errors = fieldErrors(save.error);
  const field = (name: 'organisation' | 'contact_name' | 'contact_mail' | 'contact_phone' | 'zone', label: string) => (
    <TextInput id={name} label={label} value={value[name] ?? ''} error={errors[name]} readOnly={!mayEdit} onChange={(event) => setValue({ ...value, [name]: event.currentTarget.value })} />
  );

  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate(undefined, { onSuccess: () => toast(t('statements.page.asked')) });
  }

  return (
    <Paper withBorder p="lg" component="section" aria-label={t('statements.page.title')}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Group justify="space-between">
            <Title order={3}>{t('statements.page.title')}</Title>
            {page.url && <Anchor href={page.url} target="_blank" rel="noreferrer"><Group gap={4}>{t('statements.page.open')}<Icon name="external" size={14} /></Group></Anchor>}
          </Group>
          <Text size="sm" c="dimmed">{page.url ? t('statements.page.hint') : `${t('statements.page.hint')} ${t('statements.page.none')}`}</Text>
          <Text size="sm">
            {page.words.organisation ? <>{t('statements.page.shown')} <bdi>{wordsOf(page.words)}</bdi></> : t('statements.page.nothingShown')}
          </Text>
          <PublicPageState page={page} />
          {change && change.version.state !== 'approved' && <PublicPageChange incident={incident} change={change} mayApprove={mayApprove} />}
          <ErrorSummary errors={errors} problem={save.error} />
          {mayEdit && (
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              {field('organisation', t('statements.page.organisation'))}
              {field('contact_name', t('statements.page.contactName'))}
              {field('contact_mail', t('statements.page.contactMail'))}
              {field('contact_phone', t('statements.page.contactPhone'))}
              {field('zone', t('statements.page.zone'))}
            </SimpleGrid>
          )}
          {mayEdit && (
            <Group gap="sm">
              <Button type="submit" loading={save.isPending}>{t('statements.page.save')}</Button>
              <Text size="sm" c="dimmed">{t('statements.page.saveText')}</Text>
            </Group>
          )}
        </Stack>
      </form>
    </Paper>
  );
}
