import { Checkbox, Chip, Group, NumberInput, Radio, Stack, TagsInput, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { TimeField } from '@/components/TimeField';
import type { ZonedInput } from '@/lib/time';
import { wordLabel, type FactValue } from './value';

export type FactShape = { key: string; kind: string; words: { word: string; say: string }[]; open?: boolean };

type Props = {
  id: string;
  label: string;
  shape: FactShape;
  /** null: not known yet. */
  value: FactValue;
  onChange: (value: FactValue) => void;
};

/** Asks for one fact in the form its kind needs. "Not known yet" is always among the answers, and it is what stands there first. */
export function FactInput({ id, label, shape, value, onChange }: Props) {
  const { t } = useTranslation();
  switch (shape.kind) {
    case 'moment':
      return <TimeField id={id} label={label} value={value as ZonedInput | null} onChange={onChange} />;
    case 'bool':
    case 'word': {
      const answers = shape.kind === 'bool' && shape.words.length === 0
        ? [{ word: 'true', say: t('common.yes') }, { word: 'false', say: t('common.no') }]
        : shape.words;
      const chosen = value === null ? '' : String(value);
      return (
        <Radio.Group id={id} label={label} value={chosen} onChange={(word) => onChange(word === '' ? null : shape.kind === 'bool' ? word === 'true' : word)}>
          <Stack gap={6} mt={6}>
            {answers.map((answer) => <Radio key={answer.word} value={answer.word} label={answer.say} />)}
            <Radio value="" label={t('common.notKnownYet')} />
          </Stack>
        </Radio.Group>
      );
    }
    case 'words': {
      const chosen = Array.isArray(value) ? value : [];
      const beyond = chosen.filter((word) => !shape.words.some((each) => each.word === word));
      return (
        <Stack gap={6}>
          <Chip.Group multiple value={chosen} onChange={(next) => onChange(next.length ? [...next, ...beyond.filter((word) => !next.includes(word))] : null)}>
            <Group gap={6} role="group" aria-label={label} id={id}>
              {shape.words.map((answer) => <Chip key={answer.word} value={answer.word} size="sm" radius="sm" variant="outline">{answer.say}</Chip>)}
            </Group>
          </Chip.Group>
          {shape.open && (
            <TagsInput label={t('facts.otherWords')} value={beyond}
              onChange={(next) => onChange([...chosen.filter((word) => !beyond.includes(word)), ...next.map((word) => word.trim().toLowerCase().replace(/\s+/g, '-'))])} />
          )}
          <Checkbox label={t('common.notKnownYet')} checked={chosen.length === 0} onChange={() => onChange(null)} />
        </Stack>
      );
    }
    case 'number':
      return shape.key === 'people_count'
        ? <RangeInput id={id} label={label} value={value as RangeValue | null} onChange={onChange} />
        : (
          <NumberInput id={id} label={label} min={0} allowNegative={false} placeholder={t('common.notKnownYet')} value={typeof value === 'number' ? value : ''}
            onChange={(next) => onChange(typeof next === 'number' ? next : null)} />
        );
    default:
      return (
        <Textarea id={id} label={label} autosize minRows={2} placeholder={t('common.notKnownYet')} value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.currentTarget.value || null)} />
      );
  }
}

export type RangeValue = { min: number | null; max: number | null; exact: boolean };

/** A number of people as far as it is known: at least, at most, or counted. */
export function RangeInput({ id, label, value, onChange }: { id: string; label: string; value: RangeValue | null; onChange: (value: RangeValue | null) => void }) {
  const { t } = useTranslation();
  const shown = value ?? { min: null, max: null, exact: false };
  const set = (change: Partial<RangeValue>) => {
    const next = { ...shown, ...change };
    if (next.exact && change.exact) next.max = next.min;
    onChange(next.min === null && next.max === null ? null : next);
  };
  const number = (next: string | number) => (typeof next === 'number' ? next : null);
  return (
    <Stack gap={6} role="group" aria-label={label}>
      <Group gap="xs" align="end">
        <NumberInput id={id} label={t('common.countMin')} min={0} thousandSeparator="," w={144} value={shown.min ?? ''}
          onChange={(next) => set(shown.exact ? { min: number(next), max: number(next) } : { min: number(next) })} />
        <NumberInput label={t('common.countMax')} min={0} thousandSeparator="," w={144} disabled={shown.exact} placeholder={t('common.notKnownYet')} value={shown.max ?? ''}
          onChange={(next) => set({ max: number(next) })} />
      </Group>
      <Checkbox label={t('common.countExact')} checked={shown.exact} disabled={shown.min === null} onChange={(event) => set({ exact: event.currentTarget.checked })} />
    </Stack>
  );
}

/** Words of the vocabulary with their labels, for facts that bring no sentences of their own. */
export function shapeOf(word: { key: string; kind: string; words: string[]; open: boolean }): FactShape {
  return { ...word, words: word.words.map((each) => ({ word: each, say: wordLabel(each) })) };
}
