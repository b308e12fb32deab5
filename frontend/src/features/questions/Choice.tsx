import { Kbd, Radio } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FactShape } from '@/features/facts/FactInput';
import type { FactValue } from '@/features/facts/value';
import classes from './Choice.module.css';

/** The answers of a question with one answer, as words; the last is "not known yet". */
export function choicesOf(shape: FactShape, yes: string, no: string): { word: string; say: string }[] {
  return shape.kind === 'bool' ? [{ word: 'true', say: yes }, { word: 'false', say: no }] : shape.words;
}

export function valueOfChoice(shape: FactShape, word: string): FactValue {
  return word === '' ? null : shape.kind === 'bool' ? word === 'true' : word;
}

/** One answer of a few, large enough for a thumb, each with the key that chooses it. Undefined: nothing chosen yet. */
export function Choice({ shape, label, value, onChange }: { shape: FactShape; label: string; value: FactValue | undefined; onChange: (value: FactValue) => void }) {
  const { t } = useTranslation();
  const answers = [...choicesOf(shape, t('common.yes'), t('common.no')), { word: '', say: t('common.notKnownYet') }];
  return (
    <Radio.Group aria-label={label} value={value === undefined ? null : value === null ? '' : String(value)} onChange={(word) => onChange(valueOfChoice(shape, word))}>
      <div className={classes.choices}>
        {answers.map((answer, index) => (
          <Radio.Card key={answer.word} value={answer.word} className={classes.choice}>
            <Radio.Indicator />
            <span className={`${classes.say} ${answer.word === '' ? classes.unknown : ''}`}>{answer.say}</span>
            {index < 9 && <Kbd size="xs" className={classes.key} aria-hidden="true">{index + 1}</Kbd>}
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  );
}
