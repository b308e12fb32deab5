import { Accordion, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { ProblemBox } from '@/components/ProblemBox';
import { NotKnownYet } from '@/components/NotKnownYet';
import { FactInput } from '@/features/facts/FactInput';
import { isZoned, sent, valueWords, type FactValue } from '@/features/facts/value';
import { useNow } from '@/lib/clock';
import classes from './TelephoneScript.module.css';

/** Twelve questions in the order in which a frightened caller can answer them. Each can be left at "not known yet". */
export function TelephoneScript({ answers, onAnswer }: { answers: Record<string, FactValue>; onAnswer: (key: string, value: FactValue) => void }) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const script = useQuery({ queryKey: ['telephone-script'], staleTime: Infinity, queryFn: ({ signal }) => take(api.GET('/api/telephone-script', { signal })) });
  if (script.error) return <ProblemBox problem={script.error} onRetry={() => void script.refetch()} />;
  if (!script.data) return <Stack>{[1, 2, 3, 4].map((n) => <Skeleton key={n} height={48} />)}</Stack>;

  return (
    <Accordion variant="contained" radius="lg" classNames={{ item: classes.item }} defaultValue={script.data.questions[0]?.id}>
      {script.data.questions.map((question, index) => {
        const value = answers[question.fact] ?? null;
        const said = question.answers.filter((answer) => (Array.isArray(value) ? value.includes(answer.word) : String(value) === answer.word)).map((answer) => answer.say);
        const words = said.length ? said.join(' · ') : valueWords(sent(value).value, t, i18n.language, isZoned(value) ? value.zone : '', now);
        return (
          <Accordion.Item key={question.id} value={question.id}>
            <Accordion.Control>
              <Text size="sm" fw={550}><bdi>{index + 1}.</bdi> {question.ask}</Text>
              <Text size="sm" c="dimmed" component="div">{words ?? <NotKnownYet />}</Text>
            </Accordion.Control>
            <Accordion.Panel>
              <Text size="sm" c="dimmed" mb="xs">{question.hint}</Text>
              <FactInput id={`script-${question.id}`} label={t('incidents.answer')} value={value} onChange={(next) => onAnswer(question.fact, next)}
                shape={{ key: question.fact, kind: question.kind, words: question.answers }} />
            </Accordion.Panel>
          </Accordion.Item>
        );
      })}
    </Accordion>
  );
}
