import { Autocomplete, Button, Group, Text, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { StateBadge } from '@/components/StateBadge';
import type { Answer } from './api';
import { leftOf, valueOf, type Edits } from './form';
import classes from './Filings.module.css';
import { Sources } from './Sources';

/** One field of the form: its answer, where that comes from, what was filed before, and how many characters are left. */
export function AnswerField({ answer, edits, onEdit, readOnly, follow, choices = [] }: {
  answer: Answer; edits: Edits; onEdit: (key: string, value: string) => void; readOnly: boolean; follow: boolean; choices?: string[];
}) {
  const { t } = useTranslation();
  const value = valueOf(answer, edits);
  const left = leftOf(answer, edits);
  const differs = answer.says !== '' && value.trim() !== answer.says.trim();
  const shared = {
    id: answer.key,
    label: answer.label,
    description: [answer.article, answer.help].filter(Boolean).join(' · ') || undefined,
    value,
    readOnly,
    required: answer.required,
    withAsterisk: false,
    error: left < 0 ? t('filings.tooLong', { count: -left }) : undefined,
    onChange: (event: { currentTarget: { value: string } }) => onEdit(answer.key, event.currentTarget.value),
  };
  if (answer.hidden) return <div><Text size="sm" fw={500}>{answer.label}</Text><Text size="sm" c="dimmed">{t('filings.hidden')}</Text></div>;
  return (
    <div className={classes.answer}>
      {choices.length > 0
        ? <Autocomplete {...shared} data={choices} limit={30} onChange={(typed) => onEdit(answer.key, typed)} />
        : answer.type === 'text' || answer.type === 'list' ? <Textarea {...shared} autosize minRows={2} maxRows={14} /> : <TextInput {...shared} />}
      <Group gap="xs" justify="space-between" mt={4} wrap="wrap">
        <Group gap="xs" wrap="wrap">
          {follow && answer.changed && <StateBadge state="soon" icon="flag">{t('filings.changed')}</StateBadge>}
          {answer.required && value.trim() === '' && <StateBadge state="none" icon="question">{t('filings.gap')}</StateBadge>}
          {value.trim() !== '' && !differs && answer.says !== '' && <Sources answer={answer} />}
          {value.trim() !== '' && (differs || answer.says === '') && <Text size="xs" c="dimmed">{t('filings.typed')}</Text>}
        </Group>
        {left >= 0 && value !== '' && left <= answer.max / 4 && <Text size="xs" c="dimmed">{t('filings.left', { count: left })}</Text>}
      </Group>
      {answer.shift && (
        <Text size="xs" mt={4} className={classes.shift}>
          {t('filings.shift')} <span className={classes.says}>{answer.shift.from || t('common.notKnownYet')}</span> → <span className={classes.says}>{answer.shift.to || t('common.notKnownYet')}</span>{' '}
          {answer.shift.typed && !readOnly && edits[answer.key] === undefined && <Button size="compact-xs" variant="subtle" onClick={() => onEdit(answer.key, value)}>{t('filings.stillRight')}</Button>}
        </Text>
      )}
      {differs && (
        <Text size="xs" mt={4}>
          {t('filings.incidentSays')} <span className={classes.says}>{answer.says}</span>{' '}
          {!readOnly && <Button size="compact-xs" variant="subtle" onClick={() => onEdit(answer.key, answer.says)}>{t('filings.takeIt')}</Button>}
        </Text>
      )}
      {follow && answer.changed && <Text size="xs" c="dimmed" mt={4}>{t('filings.was')} <span className={classes.says}>{answer.was || t('common.notKnownYet')}</span></Text>}
    </div>
  );
}
