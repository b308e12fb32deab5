import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { StateBadge } from '@/components/StateBadge';
import { languageName } from '@/lib/names';
import type { Answer, Given } from './api';
import { readingFor, speaks } from './enquiries';
import classes from './Enquiries.module.css';

type Props = { answers: Answer[]; language: string; pending?: boolean; action?: string; onGiven: (given: Given) => void };

/** The approved words of this moment, in the caller's language or visibly in another, to be read out. What is not approved is not shown. */
export function ReadAloud({ answers, language, pending, action, onGiven }: Props) {
  const { t, i18n } = useTranslation();
  const shown = answers.flatMap((answer) => {
    const reading = readingFor(answer, language);
    return reading ? [{ answer, reading }] : [];
  });
  if (shown.length === 0) return <Text size="sm" c="dimmed">{answers.length > 0 ? t('enquiries.beingWritten') : t('enquiries.noAnswer')}</Text>;
  return (
    <Stack gap="sm">
      {shown.map(({ answer, reading }) => (
        <article key={answer.id} className={classes.reading}>
          <Group justify="space-between" gap="xs" mb={4}>
            <Text size="xs" c="dimmed">{t('enquiries.approvedVersion', { number: reading.version })}</Text>
            {!speaks(reading, language) && (
              <StateBadge state="soon" icon="globe">{t('enquiries.fallback', { wanted: languageName(language, i18n.language), shown: languageName(reading.language, i18n.language) })}</StateBadge>
            )}
          </Group>
          <div lang={reading.language} dir={reading.language === 'ar' ? 'rtl' : 'ltr'}>
            <h3>{reading.question}</h3>
            <p>{reading.answer}</p>
          </div>
          <Button mt="sm" size="sm" loading={pending} onClick={() => onGiven({ answer_id: answer.id, hash: reading.hash })}>{action ?? t('enquiries.readOut')}</Button>
        </article>
      ))}
    </Stack>
  );
}
