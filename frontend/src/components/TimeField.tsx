import { Button, Checkbox, Fieldset, Group, Select, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { serverNow } from '@/lib/clock';
import { instantOf, zonedOf, type ZonedInput } from '@/lib/time';
import classes from './TimeField.module.css';

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

export const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

type Props = {
  id: string;
  label: string;
  description?: string;
  /** null is "not known yet". */
  value: ZonedInput | null;
  onChange: (value: ZonedInput | null) => void;
  error?: string;
  /** The one time without which nothing can start may not be left open. */
  required?: boolean;
};

/** Asks for a time with its zone and says at once which instant that is. */
export function TimeField({ id, label, description, value, onChange, error, required }: Props) {
  const { t } = useTranslation();
  const shown = value ?? { date: '', time: '', zone: ownZone };
  const result = value ? instantOf(value) : null;
  const set = (change: Partial<ZonedInput>) => onChange({ ...shown, ...change });
  const utc = result ? `${result.at.slice(0, 10)} ${result.at.slice(11, 16)} UTC` : '';

  return (
    <Fieldset legend={label} variant="unstyled" p={0} m={0} classNames={{ legend: classes.legend }}>
      {description && <Text size="xs" c="dimmed" mb={4}>{description}</Text>}
      {error && <Text size="xs" c="red" mb={4}>{error}</Text>}
      <Group gap="xs" align="end" wrap="wrap">
        <TextInput id={id} type="date" label={t('common.date')} value={shown.date} disabled={!value && !required} error={!!error}
          onChange={(event) => set({ date: event.currentTarget.value })} w={160} />
        <TextInput type="time" label={t('common.time')} value={shown.time} disabled={!value && !required} error={!!error}
          onChange={(event) => set({ time: event.currentTarget.value })} w={120} />
        <Select label={t('common.zone')} data={zones} value={shown.zone} searchable allowDeselect={false} limit={60} disabled={!value && !required}
          onChange={(zone) => zone && set({ zone })} w={208} />
        <Button variant="default" onClick={() => onChange(zonedOf(new Date(serverNow()).toISOString(), shown.zone))}>{t('common.useNow')}</Button>
      </Group>
      {!required && (
        <Checkbox mt="xs" label={t('common.notKnownYet')} checked={!value}
          onChange={(event) => onChange(event.currentTarget.checked ? null : { date: '', time: '', zone: shown.zone })} />
      )}
      {result && (
        <Text size="sm" c="dimmed" mt={4} role="status">
          <bdi>
            {result.kind === 'gap' ? t('common.zoneGap', { utc }) : result.kind === 'overlap' ? t('common.zoneOverlap', { utc }) : t('common.isUtc', { utc })}
          </bdi>
        </Text>
      )}
    </Fieldset>
  );
}
