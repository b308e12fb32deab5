import { Button, Fieldset, Group, NumberInput, SegmentedControl, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FormErrors } from '@/components/ErrorSummary';
import { ConditionForm } from './ConditionForm';
import { clockStarts, recipients, units, type DutyForm as Duty, type ExemptionForm } from './form';

type Props = { at: number; duty: Duty; errors: FormErrors; onChange: (change: Partial<Duty>) => void; onRemove: () => void };

/** One thing the agreement demands: who is told, when it falls due, within which time, and what lifts it. */
export function DutyForm({ at, duty, errors, onChange, onRemove }: Props) {
  const { t } = useTranslation();
  const place = (field: string) => `duties[${at}].${field}`;
  const field = (name: 'recipientName' | 'clause' | 'trigger', key: string, hint?: string) => (
    <TextInput id={place(key)} label={t(`agreements.${name}`)} description={hint} error={errors[place(key)]} value={duty[name]} onChange={(event) => onChange({ [name]: event.currentTarget.value })} />
  );
  return (
    <Fieldset legend={t('agreements.duty', { number: at + 1 })}>
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <Select id={place('recipient')} label={t('agreements.recipient')} allowDeselect={false} value={duty.recipient} data={recipients.map((value) => ({ value, label: t(`incidents.recipient.${value}`) }))}
            onChange={(recipient) => recipient && onChange({ recipient: recipient as Duty['recipient'], id: '' })} />
          {field('recipientName', 'recipient_name')}
        </SimpleGrid>
        {field('clause', 'citation', t('agreements.clauseHint'))}
        {field('trigger', 'trigger_text')}
        <ConditionForm id={place('when')} label={t('agreements.when')} value={duty.when} error={errors[place('when')]} onChange={(when) => onChange({ when })} />
        <Stack gap="xs" id={place('deadline')} tabIndex={-1} role="group" aria-label={t('agreements.limit')}>
          <Text size="sm" fw={600}>{t('agreements.limit')}</Text>
          {errors[place('deadline')] && <Text size="sm" c="red">{errors[place('deadline')]}</Text>}
          <SegmentedControl size="xs" style={{ alignSelf: 'start' }} value={duty.limit} onChange={(limit) => onChange({ limit: limit as Duty['limit'] })}
            data={(['hard', 'guidance', 'without-undue-delay'] as const).map((value) => ({ value, label: t(`agreements.limits.${value}`) }))} />
          <Group gap="xs" align="end">
            {duty.limit !== 'without-undue-delay' && (
              <>
                <NumberInput w={112} label={t('agreements.amount')} min={1} max={10000} allowDecimal={false} value={duty.amount} onChange={(amount) => onChange({ amount: Number(amount) || 1 })} />
                <Select w={176} label={t('agreements.unit')} allowDeselect={false} value={duty.unit} onChange={(unit) => unit && onChange({ unit: unit as Duty['unit'] })}
                  data={units.map((value) => ({ value, label: t(`agreements.units.${value}`) }))} />
              </>
            )}
            <Select w={264} label={t('agreements.starts')} allowDeselect={false} value={duty.starts} onChange={(starts) => starts && onChange({ starts: starts as Duty['starts'] })}
              data={clockStarts.map((value) => ({ value, label: t(`agreements.clockStarts.${value}`) }))} />
          </Group>
        </Stack>
        <Exemptions place={place('exemptions')} value={duty.exemptions} errors={errors} onChange={(exemptions) => onChange({ exemptions })} />
        <div><Button size="compact-sm" variant="subtle" color="gray" onClick={onRemove}>{t('agreements.removeDuty')}</Button></div>
      </Stack>
    </Fieldset>
  );
}

function Exemptions({ place, value, errors, onChange }: { place: string; value: ExemptionForm[]; errors: FormErrors; onChange: (value: ExemptionForm[]) => void }) {
  const { t } = useTranslation();
  const put = (i: number, change: Partial<ExemptionForm>) => onChange(value.map((each, at) => (at === i ? { ...each, ...change } : each)));
  return (
    <Stack gap="xs" role="group" aria-label={t('agreements.exemptions')}>
      {value.map((x, i) => {
        const first = x.when?.rows[0];
        // A condition that is no single question came from a text; it is kept as it is.
        const asks = !x.when || (x.when.rows.length === 1 && first?.word === 'question');
        return (
          <SimpleGrid key={i} cols={{ base: 1, sm: 2 }} spacing="xs">
            <TextInput id={`${place}[${i}].text`} label={t('agreements.exemption')} error={errors[`${place}[${i}].text`]} value={x.text} onChange={(event) => put(i, { text: event.currentTarget.value })} />
            <TextInput id={`${place}[${i}].evidence`} label={t('agreements.evidence')} error={errors[`${place}[${i}].evidence`]} value={x.evidence} onChange={(event) => put(i, { evidence: event.currentTarget.value })} />
            {asks && (
              <TextInput id={`${place}[${i}].when`} label={t('agreements.exemptionWhen')} description={t('agreements.exemptionWhenHint')} error={errors[`${place}[${i}].when`]}
                value={first?.word === 'question' ? first.text : ''}
                onChange={(event) => put(i, { when: event.currentTarget.value ? { join: 'all_of', rows: [{ word: 'question', text: event.currentTarget.value }] } : null })} />
            )}
            <div><Button size="compact-sm" variant="subtle" color="gray" onClick={() => onChange(value.filter((_, at) => at !== i))}>{t('agreements.removeExemption')}</Button></div>
          </SimpleGrid>
        );
      })}
      <div><Button size="compact-sm" variant="subtle" onClick={() => onChange([...value, { text: '', evidence: '', when: null }])}>{t('agreements.addExemption')}</Button></div>
    </Stack>
  );
}
