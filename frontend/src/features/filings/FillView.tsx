import { Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { DraftNote } from '@/components/DraftNote';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { toast } from '@/components/Toasts';
import { useCan } from '@/features/session/me';
import { useDraft } from '@/lib/draft';
import { AnswerField } from './AnswerField';
import type { Answer, Filing } from './api';
import { changed, gapsFirst, sections, type Edits } from './form';
import classes from './Filings.module.css';

/** The form to be filled: what is missing first, then what the incident answers, each answer with its source. A follow-up shows what changed. */
export function FillView({ filing }: { filing: Filing }) {
  const { t } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const draft = useDraft<{ edits: Edits }>(`filing:${filing.obligation_id}`, { edits: {} });
  const [all, setAll] = useState(false);
  const writes = can('confirm-decision') && filing.id !== '' && filing.kind !== '';
  const edits = writes ? draft.value.edits : {};
  const send = changed(filing.answers, edits);
  const save = useMutation({
    mutationFn: () => take(api.PUT('/api/filings/{filing_id}/draft', { params: { path: { filing_id: filing.id } }, body: { version: filing.version, typed: send } })),
    onSuccess: () => {
      draft.discard();
      toast(t('filings.saved'));
      void client.invalidateQueries({ queryKey: ['clocks', 'filing', filing.obligation_id] });
    },
  });
  // One of several authorities of a country is chosen by name, or typed where it is none of them.
  const parts = filing.authority?.parts.map((part) => part.name) ?? [];
  const edit = (key: string, value: string) => draft.set({ edits: { ...draft.value.edits, [key]: value } });
  const follow = filing.reports.length > 0;
  const { asked, open, rest } = gapsFirst(filing.answers);
  const shown = follow && !all ? rest.filter((answer) => answer.changed || answer.shift || answer.key in edits) : rest;
  const field = (answer: Answer) => <AnswerField key={answer.key} answer={answer} edits={edits} onEdit={edit} readOnly={!writes} follow={follow} choices={writes && answer.key === 'report.authority' ? parts : []} />;

  return (
    <>
      {writes && <DraftNote draft={draft} />}
      {asked.length > 0 && (
        <Section title={t('filings.asked', { count: asked.length })}>
          <Text size="sm" c="dimmed" mb="xs">{t('filings.askedText')}</Text>
          <div className={classes.part}>{asked.map(field)}</div>
        </Section>
      )}
      {follow && (
        <Group mb="sm" justify="space-between">
          <Text size="sm">{t('filings.changedSince', { count: filing.changed })}</Text>
          <Button size="compact-sm" variant="subtle" aria-expanded={all} onClick={() => setAll(!all)}>{t(all ? 'filings.onlyChanged' : 'filings.showAll')}</Button>
        </Group>
      )}
      {(!follow || all) && open.length > 0 && <Section title={t('filings.open', { count: open.length })}><div className={classes.part}>{open.map(field)}</div></Section>}
      {sections(shown).map((part) => <Section key={part.title} title={part.title}><div className={classes.part}>{part.answers.map(field)}</div></Section>)}
      {writes && (
        <div className={classes.save}>
          <ProblemBox problem={save.error} />
          <Group justify="end" gap="xs">
            <Text size="sm" c="dimmed" role="status">{t('filings.unsaved', { count: Object.keys(send).length })}</Text>
            <Button loading={save.isPending} disabled={Object.keys(send).length === 0} onClick={() => save.mutate()}>{t('filings.save')}</Button>
          </Group>
        </div>
      )}
    </>
  );
}
