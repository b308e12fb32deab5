import { ActionIcon, Anchor, Button, Group, Modal, NumberInput, Select, Stack, Table, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { ErrorSummary, fieldErrors } from '@/components/ErrorSummary';
import { Icon } from '@/components/Icon';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { toast } from '@/components/Toasts';
import { useCan } from '@/features/session/me';
import { useDraft } from '@/lib/draft';
import { languageName } from '@/lib/names';
import { contactRoles, contactsQuery, word, type Contact, type Organisation } from './directory';

export function Contacts({ organisation }: { organisation: Organisation }) {
  const { t, i18n } = useTranslation();
  const can = useCan();
  const query = useQuery(contactsQuery(organisation.id));
  const [open, setOpen] = useState<Contact | 'new' | null>(null);
  const rows = query.data?.items;

  return (
    <Section title={t('societies.contacts')} actions={can('write-directory') && <Button size="xs" variant="default" onClick={() => setOpen('new')}>{t('societies.addContact')}</Button>}>
      {query.error && <ProblemBox problem={query.error} onRetry={() => void query.refetch()} />}
      {rows?.length === 0 && <Text size="sm" c="dimmed">{t('societies.noContacts')}</Text>}
      {rows && rows.length > 0 && (
        <Table.ScrollContainer minWidth={560}>
          <Table verticalSpacing="xs">
            <Table.Caption>{t('societies.contactsLead')}</Table.Caption>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('societies.position')}</Table.Th><Table.Th>{t('societies.role')}</Table.Th><Table.Th>{t('societies.name')}</Table.Th>
                <Table.Th>{t('societies.email')}</Table.Th><Table.Th>{t('societies.telephone')}</Table.Th><Table.Th>{t('societies.language')}</Table.Th><Table.Th />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((contact) => (
                <Table.Tr key={contact.id}>
                  <Table.Td>{contact.position}</Table.Td>
                  <Table.Td>{word('roles', contact.role, t)}</Table.Td>
                  {contact.hidden ? (
                    <Table.Td colSpan={3} c="dimmed">{t('societies.hidden')}</Table.Td>
                  ) : (
                    <>
                      <Table.Td><bdi>{contact.name}</bdi></Table.Td>
                      <Table.Td><Anchor size="sm" href={`mailto:${contact.email}`}><bdi>{contact.email}</bdi></Anchor></Table.Td>
                      <Table.Td><bdi dir="ltr">{contact.telephone}</bdi></Table.Td>
                    </>
                  )}
                  <Table.Td>{contact.language ? languageName(contact.language, i18n.language) : t('societies.languageFirst')}</Table.Td>
                  <Table.Td>
                    {can('write-directory') && !contact.hidden && (
                      <ActionIcon variant="subtle" color="gray" aria-label={`${t('common.edit')}: ${contact.name}`} onClick={() => setOpen(contact)}><Icon name="more" /></ActionIcon>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {open && <ContactDialog organisation={organisation.id} contact={open === 'new' ? undefined : open} next={(rows?.length ?? 0) + 1} onClose={() => setOpen(null)} />}
    </Section>
  );
}

function ContactDialog({ organisation, contact, next, onClose }: { organisation: string; contact?: Contact; next: number; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const draft = useDraft(`contact:${contact?.id ?? organisation}:${contact?.version ?? 0}`, {
    role: contact?.role ?? 'focal-point', name: contact?.name ?? '', email: contact?.email ?? '', telephone: contact?.telephone ?? '', language: contact?.language ?? '',
    position: contact?.position ?? next,
  });
  const form = draft.value;
  const done = (said: string) => {
    draft.saved();
    toast(said);
    void client.invalidateQueries({ queryKey: ['organisations', organisation] });
    onClose();
  };
  const save = useMutation({
    mutationFn: () => {
      const body = { ...form, role: form.role as (typeof contactRoles)[number] };
      return contact
        ? take(api.PUT('/api/contacts/{contact_id}', { params: { path: { contact_id: contact.id } }, body: { ...body, version: contact.version } }))
        : take(api.POST('/api/organisations/{organisation_id}/contacts', { params: { path: { organisation_id: organisation } }, body }));
    },
    onSuccess: () => done(t('societies.contactSaved')),
    // Whoever was slower sees the other's change behind this window, and keeps what they typed in it.
    onError: () => client.invalidateQueries({ queryKey: ['organisations', organisation] }),
  });
  const remove = useMutation({
    mutationFn: () => api.DELETE('/api/contacts/{contact_id}', { params: { path: { contact_id: contact?.id ?? '' } } }),
    onSuccess: () => done(t('societies.contactRemoved')),
  });
  const [removing, setRemoving] = useState(false);
  const errors = fieldErrors(save.error);

  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }

  return (
    <Modal opened onClose={onClose} title={contact ? t('societies.editContact') : t('societies.addContact')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ErrorSummary errors={errors} problem={save.error} />
          {remove.error && <ProblemBox problem={remove.error} />}
          <Select label={t('societies.role')} allowDeselect={false} value={form.role} data={contactRoles.map((value) => ({ value, label: word('roles', value, t) }))}
            onChange={(role) => role && draft.set({ role })} />
          <TextInput id="name" label={t('societies.name')} value={form.name} error={errors.name} onChange={(event) => draft.set({ name: event.currentTarget.value })} />
          <TextInput id="email" type="email" label={t('societies.email')} value={form.email} error={errors.email} onChange={(event) => draft.set({ email: event.currentTarget.value })} dir="ltr" />
          <TextInput id="telephone" type="tel" label={t('societies.telephone')} value={form.telephone} error={errors.telephone} onChange={(event) => draft.set({ telephone: event.currentTarget.value })} dir="ltr" />
          <TextInput id="language" label={t('societies.language')} placeholder={t('societies.languageFirst')} value={form.language} error={errors.language}
            onChange={(event) => draft.set({ language: event.currentTarget.value })} dir="ltr" />
          <NumberInput id="position" label={t('societies.position')} min={1} max={99} value={form.position} onChange={(value) => draft.set({ position: Number(value) || 1 })} />
          {removing && (
            <Group gap="xs">
              <Text size="sm">{t('societies.removeContactText')}</Text>
              <Button size="xs" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>{t('societies.removeContact', { name: contact?.name ?? '' })}</Button>
            </Group>
          )}
          <Group justify="space-between">
            {contact && !removing ? <Button variant="subtle" color="red" onClick={() => setRemoving(true)}>{t('common.remove')}</Button> : <span />}
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
              <Button type="submit" loading={save.isPending}>{t('common.save')}</Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
