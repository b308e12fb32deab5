import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { questionsQuery } from './api';
import { nameOf } from './questions';
import classes from './Questions.module.css';
import { useQuestionLabel } from './useQuestionLabel';
import { Worth } from './Worth';

/** The three best questions, beside the overview. */
export function TopQuestions({ incident }: { incident: string }) {
  const { t } = useTranslation();
  const query = useQuery(questionsQuery(incident));
  const list = query.data?.items ?? [];
  const label = useQuestionLabel(list.slice(0, 3));
  if (query.isPending) return null;
  return (
    <Section title={t('questions.title')}>
      {query.error && <ProblemBox problem={query.error} />}
      {query.data && list.length === 0 && <Text size="sm">{t('questions.none')}</Text>}
      <ol className={classes.list} data-side>
        {list.slice(0, 3).map((each) => (
          <li key={nameOf(each)}>
            <Anchor component={Link} size="sm" to={`questions?ask=${encodeURIComponent(nameOf(each))}`}>{label(each)}</Anchor>
            <Text size="xs" c="dimmed">{each.about && <><bdi>{each.about}</bdi> · </>}<Worth question={each} short /></Text>
          </li>
        ))}
      </ol>
      {list.length > 3 && <Anchor component={Link} size="sm" mt="xs" display="inline-block" to="questions">{t('questions.all')} ({list.length})</Anchor>}
    </Section>
  );
}
