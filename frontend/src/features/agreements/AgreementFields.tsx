import { Button, Group, MultiSelect, Radio, SimpleGrid, Stack, TagsInput, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { take } from '@/api/take';
import type { FormErrors } from '@/components/ErrorSummary';
import { Icon } from '@/components/Icon';
import { partyRoles } from '@/features/parties/roles';
import { DutyForm } from './DutyForm';
import { emptyDuty, idOf, type AgreementForm } from './form';

type Props = { form: AgreementForm; errors: FormErrors; onChange: (change: Partial<AgreementForm>) => void; isNew: boolean };

/** The agreement as a form: the paper, whom it binds, and what it demands. */
export function AgreementFields({ form, errors, onChange, isNew }: Props) {
  const { t } = useTranslation();
  return (
    <Stack>
      <TextInput id="name" label={t('agreements.name')} error={errors.name} value={form.name}
        onChange={(event) => onChange({ name: event.currentTarget.value, ...(isNew ? { id: idOf(event.currentTarget.value) } : {}) })} />
      <TextInput id="id" label={t('agreements.idLabel')} description={t('agreements.idHint')} error={errors.id} value={form.id} readOnly={!isNew} dir="ltr" onChange={(event) => onChange({ id: event.currentTarget.value })} />
      <TextInput id="citation" label={t('agreements.document')} description={t('agreements.documentHint')} error={errors.citation} value={form.document} onChange={(event) => onChange({ document: event.currentTarget.value })} />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput id="in_force" type="date" label={t('agreements.from')} description={t('agreements.fromHint')} error={errors.in_force} value={form.from} onChange={(event) => onChange({ from: event.currentTarget.value })} />
        <TextInput id="until" type="date" label={t('agreements.until')} description={t('common.optional')} error={errors.until} value={form.until} onChange={(event) => onChange({ until: event.currentTarget.value })} />
      </SimpleGrid>
      <Radio.Group id="binds" label={t('agreements.bindLabel')} error={errors.binds} value={form.bind} onChange={(bind) => onChange({ bind: bind as AgreementForm['bind'] })}>
        <Stack gap={6} mt={6}>
          {(['names', 'countries', 'everybody'] as const).map((value) => <Radio key={value} value={value} label={t(`agreements.bind.${value}`)} />)}
        </Stack>
      </Radio.Group>
      {form.bind === 'names' && <Names value={form.names} onChange={(names) => onChange({ names })} />}
      {form.bind === 'countries' && (
        <TagsInput id="countries" label={t('agreements.countries')} description={t('agreements.countriesHint')} error={errors.countries} value={form.countries} dir="ltr"
          splitChars={[',', ' ']} onChange={(countries) => onChange({ countries: countries.map((code) => code.toUpperCase()) })} />
      )}
      <MultiSelect label={t('agreements.roles')} description={t('agreements.rolesHint')} value={form.roles} onChange={(roles) => onChange({ roles })} data={partyRoles.map((value) => ({ value, label: t(`parties.roles.${value}`) }))} />
      {form.duties.map((duty, i) => (
        <DutyForm key={i} at={i} duty={duty} errors={errors} onChange={(change) => onChange({ duties: form.duties.map((each, at) => (at === i ? { ...each, ...change } : each)) })}
          onRemove={() => onChange({ duties: form.duties.filter((_, at) => at !== i) })} />
      ))}
      <Group><Button variant="default" leftSection={<Icon name="plus" />} onClick={() => onChange({ duties: [...form.duties, emptyDuty()] })}>{t('agreements.addDuty')}</Button></Group>
    </Stack>
  );
}

/** Names as the directory writes them, because the rules compare names. */
function Names({ value, onChange }: { value: string[]; onChange: (names: string[]) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed, 250);
  const found = useQuery({
    queryKey: ['organisations', 'names', text],
    queryFn: ({ signal }) => take(api.GET('/api/organisations', { params: { query: { text: text || undefined, limit: 20 } }, signal })),
  });
  const names = [...new Set((found.data?.items ?? []).map((each) => each.name))];
  return <TagsInput label={t('agreements.names')} description={t('agreements.namesHint')} value={value} onChange={onChange} searchValue={typed} onSearchChange={setTyped} data={names} />;
}
