import { ActionIcon, Button, Group, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/Icon';
import type { RangeValue } from '@/features/facts/FactInput';
import { countryName } from '@/lib/names';

export type Residence = Record<string, RangeValue>;

/** Where the people live, country by country (US-CA for a state): many laws bind by that. */
export function ResidenceInput({ value, onChange }: { value: Residence; onChange: (value: Residence) => void }) {
  const { t, i18n } = useTranslation();
  const [code, setCode] = useState('');
  const valid = /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(code);
  const set = (key: string, change: Partial<RangeValue>) => onChange({ ...value, [key]: { ...(value[key] ?? { min: null, max: null, exact: false }), ...change } });
  const number = (next: string | number) => (typeof next === 'number' ? next : null);

  return (
    <Stack gap={6} role="group" aria-label={t('parties.residence')}>
      <Text size="sm" fw={600}>{t('parties.residence')}</Text>
      {Object.entries(value).map(([key, range]) => (
        <Group key={key} gap="xs" align="center" wrap="wrap">
          <Text size="sm" w={160}>{countryName(key, i18n.language)}</Text>
          <NumberInput aria-label={`${key}: ${t('common.countMin')}`} placeholder={t('common.countMin')} w={120} min={0} thousandSeparator="," value={range.min ?? ''} onChange={(next) => set(key, { min: number(next) })} />
          <NumberInput aria-label={`${key}: ${t('common.countMax')}`} placeholder={t('common.countMax')} w={120} min={0} thousandSeparator="," value={range.max ?? ''} onChange={(next) => set(key, { max: number(next) })} />
          <ActionIcon variant="subtle" color="gray" aria-label={`${t('common.remove')}: ${countryName(key, i18n.language)}`}
            onClick={() => onChange(Object.fromEntries(Object.entries(value).filter(([each]) => each !== key)))}><Icon name="none" /></ActionIcon>
        </Group>
      ))}
      <Group gap="xs" align="end">
        <TextInput label={t('laws.country')} placeholder={t('laws.countryHint')} dir="ltr" w={160} maxLength={6} value={code} onChange={(event) => setCode(event.currentTarget.value.toUpperCase())} />
        <Button variant="default" disabled={!valid || code in value} onClick={() => { set(code, {}); setCode(''); }}>{t('common.add')}</Button>
      </Group>
    </Stack>
  );
}
