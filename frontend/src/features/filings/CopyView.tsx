import { Alert, Button, Text, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '@/components/Section';
import type { Filing } from './api';
import { lengthOf, sections } from './form';
import classes from './Filings.module.css';

/** The case in the order of the authority's own form, field by field, to be copied into a portal that cannot be fed. */
export function CopyView({ filing }: { filing: Filing }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState('');
  async function copy(key: string, text: string) {
    await navigator.clipboard.writeText(text);
    setCopied(key);
  }
  return (
    <>
      <Alert color="gray" variant="light" mb="md" title={t('filings.check', { confidence: t(`laws.confidences.${filing.form.confidence}`).toLowerCase() })}>{filing.form.check}</Alert>
      {sections(filing.answers).map((part) => (
        <Section key={part.title} title={part.title}>
          {part.answers.map((answer) => {
            const over = lengthOf(answer.value) - answer.max;
            return (
              <div key={answer.key} className={classes.copy}>
                <div>
                  <Text size="sm" fw={500}>{answer.label}</Text>
                  <Text size="xs" c={over > 0 ? undefined : 'dimmed'} className={over > 0 ? classes.over : undefined}>
                    {answer.article ? `${answer.article} · ` : ''}
                    {over > 0 ? t('filings.tooLong', { count: over }) : t('filings.left', { count: -over })}
                  </Text>
                </div>
                {answer.value !== '' && (
                  <Button size="compact-sm" variant="default" onClick={() => void copy(answer.key, answer.value)} aria-label={t('filings.copyThis', { label: answer.label })}>
                    {t(copied === answer.key ? 'filings.copied' : 'filings.copy')}
                  </Button>
                )}
                <p className={classes.copied} tabIndex={-1}>{answer.hidden ? t('filings.hidden') : answer.value || <Text size="sm" c="dimmed" component="span">{t('common.notKnownYet')}</Text>}</p>
              </div>
            );
          })}
        </Section>
      ))}
      <VisuallyHidden role="status">{copied && t('filings.copiedSaid')}</VisuallyHidden>
    </>
  );
}
