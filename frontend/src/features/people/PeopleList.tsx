import { Button, Group, Select, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { usePages } from '@/api/pages';
import { take } from '@/api/take';
import { Facts } from '@/components/Facts';
import { Icon } from '@/components/Icon';
import { KeysetTable, type Column } from '@/components/KeysetTable';
import { Section } from '@/components/Section';
import { PersonContact } from '@/features/contact/PersonContact';
import { Attempts } from '@/features/worklists/Attempts';
import { useFilters } from '@/lib/filters';
import { countryName, languageName } from '@/lib/names';
import { groupsQuery, partiesQuery, type Person } from './api';

/** Named people by pages, and a search that finds whole words, addresses and numbers. What is searched for stands in no address. */
export function PeopleList({ incident }: { incident: string }) {
  const { t, i18n } = useTranslation();
  const [filter, setFilter] = useFilters('party', 'group');
  const [typed, setTyped] = useState('');
  const [text, setText] = useState('');
  const parties = useQuery(partiesQuery(incident));
  const groups = useQuery(groupsQuery(incident));
  const party = filter.party || undefined;
  const group = filter.group || undefined;
  const list = usePages<Person>(['people', incident, party, group, text], (cursor, signal) =>
    text
      ? take(api.POST('/api/incidents/{incident_id}/people/search', { params: { path: { incident_id: incident } }, body: { text, cursor, party_id: party, group_id: group }, signal }))
      : take(api.GET('/api/incidents/{incident_id}/people', { params: { path: { incident_id: incident }, query: { cursor, party_id: party, group_id: group } }, signal })),
  );
  const partyNames = new Map((parties.data?.items ?? []).map((each) => [each.id, each.name]));
  const groupNames = new Map((groups.data?.items ?? []).map((each) => [each.id, each.name]));
  const language = (code: string) => (code ? languageName(code, i18n.language) : '');
  const columns: Column<Person>[] = [
    { key: 'name', header: t('people.field.name'), heading: true, cell: (row) => <bdi>{row.name || row.reference || row.email || row.telephone}</bdi> },
    { key: 'reference', header: t('people.field.reference'), cell: (row) => <bdi>{row.reference}</bdi> },
    { key: 'email', header: t('people.field.email'), cell: (row) => <bdi>{row.email}</bdi> },
    { key: 'telephone', header: t('people.field.telephone'), cell: (row) => <bdi dir="ltr">{row.telephone}</bdi> },
    { key: 'country', header: t('people.field.country'), cell: (row) => (row.country ? countryName(row.country, i18n.language) : '') },
    { key: 'language', header: t('people.field.language'), extra: true, cell: (row) => language(row.language) },
    { key: 'party', header: t('people.party'), cell: (row) => <bdi>{partyNames.get(row.party_id) ?? row.society}</bdi> },
    { key: 'group', header: t('people.group'), extra: true, cell: (row) => <bdi>{groupNames.get(row.group_id) ?? row.group}</bdi> },
  ];

  function search(event: FormEvent) {
    event.preventDefault();
    setText(typed.trim());
  }

  return (
    <Section plain title={t('people.title')}>
      <KeysetTable
        id="people"
        label={t('people.title')}
        columns={columns}
        rowKey={(row) => String(row.id)}
        rowName={(row) => row.name || row.reference}
        detail={(row) => (
          <>
          <Facts items={[
            [t('people.address'), <bdi key="a">{[row.street, row.postcode, row.city, row.country && countryName(row.country, i18n.language)].filter(Boolean).join(', ') || t('common.notKnownYet')}</bdi>],
            [t('people.field.language'), language(row.language) || t('common.notKnownYet')],
            [t('people.field.data_categories'), row.data_categories || t('common.notKnownYet')],
            ...(row.telephone_as_given ? [[t('people.field.telephone'), t('people.asGiven')] as [string, string]] : []),
          ]} />
          <PersonContact incident={incident} person={row.id} name={row.name || row.reference} />
          <Attempts incident={incident} person={row} />
          </>
        )}
        empty={text ? t('people.noneFound', { text }) : party || group ? t('people.noneHere') : t('people.empty')}
        {...list}
        toolbar={
          <>
            <form onSubmit={search} role="search">
              <Group gap="xs" align="end">
                <TextInput type="search" label={t('people.find')} description={t('people.findHint')} value={typed} w={{ base: 256, sm: 336 }} autoComplete="off"
                  onChange={(event) => { setTyped(event.currentTarget.value); if (!event.currentTarget.value) setText(''); }} />
                <Button type="submit" variant="default" aria-label={t('people.search')}><Icon name="search" /></Button>
              </Group>
            </form>
            <Select label={t('people.party')} clearable searchable limit={80} placeholder={t('people.anyParty')} value={filter.party || null} w={224}
              data={(parties.data?.items ?? []).map((each) => ({ value: each.id, label: each.name }))} onChange={(next) => setFilter({ party: next ?? '', group: '' })} />
            {party && (
              <Select label={t('people.group')} clearable searchable limit={80} placeholder={t('people.anyGroup')} value={filter.group || null} w={224}
                data={(groups.data?.items ?? []).filter((each) => each.party_id === party).map((each) => ({ value: each.id, label: each.name }))} onChange={(next) => setFilter({ group: next ?? '' })} />
            )}
          </>
        }
      />
      <Text size="xs" c="dimmed" mt="sm">{t('people.recorded')}</Text>
    </Section>
  );
}
