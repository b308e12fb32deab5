import { Button, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Question, Value } from './api';
import { AnswerFields } from './AnswerFields';
import { begin, said, type Entry } from './form';
import classes from './Proposals.module.css';
import { ValueWords } from './ValueWords';

type Props = {
  id: string;
  question: Question;
  group?: string;
  title: ReactNode;
  name: string;
  /** What the incident team has already. */
  known?: Value;
  entry?: Entry;
  error?: string;
  onChange: (entry: Entry | null) => void;
};

/** One question: what is known, and, once somebody wants to say more, the fields with what is known in them. */
export function QuestionRow({ id, question, group, title, name, known, entry, error, onChange }: Props) {
  const { t } = useTranslation();
  const has = !!known && said(known);
  return (
    <div className={classes.question}>
      <div className={classes.head}>
        <div>
          {title}
          {question !== 'call-me' && (
            <Text size="sm" c="dimmed" component="div">
              {has ? <>{t('proposals.weHave')} <ValueWords question={question} value={known} /></> : t('proposals.weHaveNothing')}
            </Text>
          )}
        </div>
        {entry
          ? <Button size="xs" variant="subtle" aria-label={`${t('proposals.leaveOut')}: ${name}`} onClick={() => onChange(null)}>{t('proposals.leaveOut')}</Button>
          : <Button size="xs" variant="default" aria-label={`${t(has ? 'proposals.correct' : 'proposals.answer')}: ${name}`} onClick={() => onChange(begin(question, known, group))}>{t(question === 'call-me' ? 'proposals.callMe' : has ? 'proposals.correct' : 'proposals.answer')}</Button>}
      </div>
      {entry && <div className={classes.fields}><AnswerFields id={id} entry={entry} error={error} onChange={onChange} /></div>}
    </div>
  );
}
