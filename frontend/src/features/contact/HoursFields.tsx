import { ActionIcon, Button, Group, MultiSelect, Select, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/Icon';
import { ownZone } from '@/components/TimeField';
import type { Hours } from './api';
import classes from './Contact.module.css';
import type { FieldProps } from './HarmField';
import { clock, minutesOf } from './hours';

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

/** Hours on the wall clock of one zone. */
export function HoursFields({ plan, set, errors, at = 'plan' }: FieldProps) {
  const { t } = useTranslation();
  const hours = plan.hours ?? [];
  const change = (at: number, part: Partial<Hours>) => set({ hours: hours.map((each, i) => (i === at ? { ...each, ...part } : each)) });
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>{t('contact.hours')}</Text>
      {hours.length === 0 && <Text size="sm" c="dimmed">{t('contact.anyHour')}</Text>}
      {errors['plan.hours'] && <Text size="xs" c="red" id={`${at}.hours`} tabIndex={-1}>{errors['plan.hours']}</Text>}
      {hours.map((each, i) => (
        <div key={i} className={classes.hours}>
          <MultiSelect searchable label={t('contact.days')} placeholder={each.days?.length ? undefined : t('contact.everyDay')} data={days.map((value) => ({ value, label: t(`contact.day.${value}`) }))} value={each.days ?? []} w={{ base: '100%', sm: 304 }}
            onChange={(next) => change(i, { days: days.filter((day) => next.includes(day)) })} />
          <TextInput type="time" label={t('contact.from')} value={clock(each.from)} w={112} onChange={(event) => change(i, { from: minutesOf(event.currentTarget.value, false) })} />
          <TextInput type="time" label={t('contact.to')} value={clock(each.to % 1440)} w={112} onChange={(event) => change(i, { to: minutesOf(event.currentTarget.value, true) })} />
          <ActionIcon variant="subtle" size={36} aria-label={t('contact.removeHours')} onClick={() => set({ hours: hours.filter((_, at) => at !== i) })}><Icon name="none" /></ActionIcon>
        </div>
      ))}
      <Group gap="sm" align="end">
        <Button size="xs" variant="default" onClick={() => set({ hours: [...hours, { from: 540, to: 1080 }], zone: plan.zone || ownZone })}>{t('contact.addHours')}</Button>
        {hours.length > 0 && (
          <Select id={`${at}.zone`} label={t('contact.zone')} data={zones} value={plan.zone || null} searchable limit={60} w={256} error={errors['plan.zone']} onChange={(zone) => set({ zone: zone ?? '' })} />
        )}
      </Group>
    </Stack>
  );
}
