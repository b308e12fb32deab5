import { Anchor, Button, Group, Paper, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { ErrorSummary, fieldErrors } from '@/components/ErrorSummary';
import { Icon } from '@/components/Icon';
import { useAct, type StatementList } from './api';

type Page = StatementList['page'];

export function PublicPageForm({ incident, page, mayEdit }: { incident: string; page: Page; mayEdit: boolean }) {
  const { t } = useTranslation();
  const [value, setValue] = useState(page);
  const save = useAct(incident, () => take(api.PUT('/api/incidents/{incident_id}/public-page', {
    params: { path: { incident_id: incident } },
    body: { organisation: value.organisation, contact_name: value.contact_name, contact_mail: value.contact_mail, contact_phone: value.contact_phone, zone: value.zone, version: page.version },
  })));
  const errors = fieldErrors(save.error);
  const field = (name: 'organisation' | 'contact_name' | 'contact_mail' | 'contact_phone' | 'zone', label: string) => (
    <TextInput id={name} label={label} value={value[name]} error={errors[name]} readOnly={!mayEdit} onChange={(event) => setValue({ ...value, [name]: event.currentTarget.value })} />
  );

  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate(undefined);
  }

  return (
    <Paper withBorder p="lg" component="section">
      <form onSubmit={submit} noValidate>
        <Stack>
          <Group justify="space-between">
            <Title order={3}>{t('statements.page.title')}</Title>
            {page.url && <Anchor href={page.url} target="_blank" rel="noreferrer"><Group gap={4}>{t('statements.page.open')}<Icon name="external" size={14} /></Group></Anchor>}
          </Group>
          <Text size="sm" c="dimmed">{page.url ? t('statements.page.hint') : `${t('statements.page.hint')} ${t('statements.page.none')}`}</Text>
          <ErrorSummary errors={errors} problem={save.error} />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            {field('organisation', t('statements.page.organisation'))}
            {field('contact_name', t('statements.page.contactName'))}
            {field('contact_mail', t('statements.page.contactMail'))}
            {field('contact_phone', t('statements.page.contactPhone'))}
            {field('zone', t('statements.page.zone'))}
          </SimpleGrid>
          {mayEdit && <Group><Button type="submit" loading={save.isPending}>{t('statements.page.save')}</Button></Group>}
        </Stack>
      </form>
    </Paper>
  );
}
