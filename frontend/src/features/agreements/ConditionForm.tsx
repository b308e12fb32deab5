import { ActionIcon, Button, Group, MultiSelect, NumberInput, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/Icon';
import { wordLabel } from '@/features/facts/value';
import { useVocabulary } from '@/features/incidents/incident';
import { partyRoles } from '@/features/parties/roles';
import { emptyRow, rowWords, type Row, type When } from './condition';

type Props = { id: string; label: string; value: When; onChange: (value: When) => void; error?: string };

/** When a duty falls due, in the closed words of the rules: conditions, joined by "all of" or "any of". */
export function ConditionForm({ id, label, value, onChange, error }: Props) {
  const { t } = useTranslation();
  const put = (i: number, row: Row) => onChange({ ...value, rows: value.rows.map((each, at) => (at === i ? row : each)) });
  return (
    <Stack gap="xs" role="group" aria-label={label} id={id} tabIndex={-1}>
      <Text size="sm" fw={600}>{label}</Text>
      {error && <Text size="sm" c="red">{error}</Text>}
      {value.rows.length > 1 && (
        <SegmentedControl size="xs" style={{ alignSelf: 'start' }} aria-label={t('agreements.joinLabel')} value={value.join} onChange={(join) => onChange({ ...value, join: join as When['join'] })}
          data={(['all_of', 'any_of'] as const).map((join) => ({ value: join, label: t(`agreements.join.${join}`) }))} />
      )}
      {value.rows.map((row, i) => (
        <Group key={i} gap="xs" align="end" wrap="wrap">
          <Select size="sm" w={264} aria-label={t('agreements.condition')} allowDeselect={false} value={row.word} data={rowWords.map((word) => ({ value: word, label: t(`agreements.conditions.${word}`) }))}
            onChange={(word) => word && put(i, emptyRow(word as Row['word']))} />
          <RowValue row={row} onChange={(next) => put(i, next)} />
          {value.rows.length > 1 && (
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('agreements.removeCondition')} onClick={() => onChange({ ...value, rows: value.rows.filter((_, at) => at !== i) })}>
              <Icon name="none" />
            </ActionIcon>
          )}
        </Group>
      ))}
      <div><Button size="compact-sm" variant="subtle" leftSection={<Icon name="plus" size={14} />} onClick={() => onChange({ ...value, rows: [...value.rows, emptyRow('risk_at_least')] })}>{t('agreements.addCondition')}</Button></div>
    </Stack>
  );
}

function RowValue({ row, onChange }: { row: Row; onChange: (row: Row) => void }) {
  const { t } = useTranslation();
  const categories = useVocabulary()?.facts.find((fact) => fact.key === 'data_categories')?.words ?? [];
  switch (row.word) {
    case 'risk_at_least':
      return <Select w={144} aria-label={t('agreements.conditions.risk_at_least')} allowDeselect={false} value={row.level} onChange={(level) => level && onChange({ ...row, level: level as 'risk' })}
        data={(['risk', 'high_risk'] as const).map((value) => ({ value, label: t(`agreements.risk.${value}`) }))} />;
    case 'people_at_least':
      return <NumberInput w={144} aria-label={t('agreements.conditions.people_at_least')} min={1} allowDecimal={false} thousandSeparator=" " value={row.count} onChange={(count) => onChange({ ...row, count: Number(count) || 1 })} />;
    case 'data_categories_any':
      return <MultiSelect w={320} searchable aria-label={t('agreements.words')} value={row.words} onChange={(words) => onChange({ ...row, words })}
        data={categories.map((each) => ({ value: each, label: wordLabel(each) }))} />;
    case 'role':
      return <MultiSelect w={320} aria-label={t('agreements.words')} value={row.words} onChange={(words) => onChange({ ...row, words })} data={partyRoles.map((value) => ({ value, label: t(`parties.roles.${value}`) }))} />;
    case 'question':
      return <TextInput flex="1 1 320px" aria-label={t('agreements.question')} placeholder={t('agreements.questionHint')} value={row.text} onChange={(event) => onChange({ ...row, text: event.currentTarget.value })} />;
    default:
      return null;
  }
}
