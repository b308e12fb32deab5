import { Anchor, Button, Group, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { ProblemBox } from '@/components/ProblemBox';
import { currentFactsQuery } from '@/features/facts/api';
import { FactInput } from '@/features/facts/FactInput';
import { sent, valueWords, type FactValue } from '@/features/facts/value';
import { useVocabulary } from '@/features/incidents/incident';
import { partiesQuery } from '@/features/parties/api';
import { useNow } from '@/lib/clock';
import { Choice, choicesOf, valueOfChoice } from './Choice';
import { answerOfKey, aboutWhom, factOf, shapeOfQuestion, type Question } from './questions';
import classes from './Questions.module.css';
import { useQuestionLabel } from './useQuestionLabel';
import { Worth } from './Worth';

export type Manner = { certainty: 'assumed' | 'reported' | 'likely' | 'confirmed'; source: string };

type Props = {
  incident: string;
  question: Question;
  editable: boolean;
  manner: Manner;
  onManner: (change: Partial<Manner>) => void;
  /** The questions have been asked anew after the answer. */
  onSaved: () => Promise<void>;
  onLater: () => void;
};

/** One question with its answer in place. Choosing "not known yet" writes nothing where nothing was known: it is asked again later. */
export function QuestionCard({ incident, question, editable, manner, onManner, onSaved, onLater }: Props) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const client = useQueryClient();
  const vocabulary = useVocabulary();
  const label = useQuestionLabel([question])(question);
  const said = useQuery(currentFactsQuery(incident)).data?.items.find((fact) => fact.key === factOf(question));
  const saidWords = question.about ? null : valueWords(said?.value, t, i18n.language, said?.zone ?? '', now);
  const shape = vocabulary ? shapeOfQuestion(question, vocabulary.facts) : null;
  const [value, setValue] = useState<FactValue | undefined>(undefined);
  const form = useRef<HTMLFormElement>(null);
  const choosing = shape?.kind === 'bool' || shape?.kind === 'word';
  const save = useMutation({
    mutationFn: async () => {
      await take(api.POST('/api/incidents/{incident_id}/facts', {
        params: { path: { incident_id: incident } },
        body: { facts: [{ key: factOf(question), ...sent(value ?? null), certainty: manner.certainty, source: manner.source || undefined }] },
      }));
      await onSaved();
      void client.invalidateQueries({ queryKey: ['incidents'] });
      void client.invalidateQueries({ queryKey: ['clocks'] });
    },
  });
  // The keys work at once, without a way to the first answer.
  useEffect(() => {
    if (choosing && editable) form.current?.querySelector<HTMLElement>('[role="radio"], input[type="radio"]')?.focus({ preventScroll: true });
  }, [choosing, editable]);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (value === null && saidWords === null) onLater();
    else if (value !== undefined && !save.isPending) save.mutate();
  }

  function onKey(event: KeyboardEvent) {
    if (event.target instanceof HTMLInputElement && event.target.type !== 'radio') return;
    if (!shape || !choosing || event.ctrlKey || event.metaKey || event.altKey) return;
    const word = answerOfKey(event.key, [...choicesOf(shape, '', '').map((each) => each.word), '']);
    if (word !== undefined) {
      event.preventDefault();
      setValue(valueOfChoice(shape, word));
    } else if (event.key === 'Enter' && value !== undefined && (event.target as HTMLElement).role === 'radio') {
      event.preventDefault();
      form.current?.requestSubmit();
    }
  }

  return (
    <form ref={form} onSubmit={submit} onKeyDown={onKey} noValidate className={classes.card}>
      <Stack gap="sm">
        <div>
          {question.about && <Text size="sm" c="dimmed"><bdi>{t('questions.about', { who: question.about })}</bdi></Text>}
          <Title order={3} className={classes.question}>{label}</Title>
          <Text size="sm" c="dimmed" mt={4}><Worth question={question} /></Text>
          {saidWords !== null && <Text size="sm" mt={4}>{t('questions.now', { answer: saidWords })}</Text>}
        </div>
        {save.error && <ProblemBox problem={save.error} />}
        {vocabulary && !shape && <AtTheParty incident={incident} about={question.about} onLater={onLater} />}
        {shape && editable && (
          <>
            {choosing
              ? <Choice shape={shape} label={label} value={value} onChange={setValue} />
              : <div className={classes.input}><FactInput id="answer" label={t('facts.value')} shape={shape} value={value ?? null} onChange={setValue} /></div>}
            <div className={classes.manner}>
              <Select size="xs" label={t('facts.certainty')} allowDeselect={false} value={manner.certainty} onChange={(certainty) => onManner({ certainty: (certainty ?? 'reported') as Manner['certainty'] })}
                data={(['assumed', 'reported', 'likely', 'confirmed'] as const).map((each) => ({ value: each, label: t(`facts.certainties.${each}`) }))} />
              <TextInput size="xs" label={t('facts.source')} value={manner.source} onChange={(event) => onManner({ source: event.currentTarget.value })} />
            </div>
            <Group gap="xs">
              <Button type="submit" loading={save.isPending} disabled={value === undefined}>{t('questions.save')}</Button>
              <Button variant="subtle" onClick={onLater}>{t('questions.later')}</Button>
              {choosing && <Text size="xs" c="dimmed" visibleFrom="sm">{t('questions.keys')}</Text>}
            </Group>
          </>
        )}
      </Stack>
    </form>
  );
}

function AtTheParty({ incident, about, onLater }: { incident: string; about: string; onLater: () => void }) {
  const { t } = useTranslation();
  const parties = useQuery(partiesQuery(incident)).data?.items.map((party) => party.name) ?? [];
  const { party, group } = aboutWhom(about, parties);
  return (
    <>
      <Text size="sm">{t(group ? 'questions.atPeopleText' : 'questions.atPartyText')}</Text>
      <Group gap="md">
        <Anchor component={Link} to={`../parties?text=${encodeURIComponent(party)}`} relative="path" fw={550}>{group ? t('questions.atPeople') : t('questions.atParty')}</Anchor>
        <Button variant="subtle" onClick={onLater}>{t('questions.later')}</Button>
      </Group>
    </>
  );
}
