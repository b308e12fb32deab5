import { Button, Group, MultiSelect, Stack, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '@/components/ProblemBox';
import { type Comment, type Thing, add, edit, mentionableQuery, useAct } from './api';

type Props = { incident: string; thing: Thing; change?: Comment; onDone?: () => void };

/** Words beside a thing, and who is called to them. Only those who may read the thing can be chosen. */
export function Writer({ incident, thing, change, onDone }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(change?.text ?? '');
  const [called, setCalled] = useState(change?.mentions.map((each) => each.id) ?? []);
  const people = useQuery(mentionableQuery(incident, thing));
  const save = useAct(incident, () => (change ? edit(change, text, called) : add(incident, thing, text, called)));
  return (
    <form onSubmit={(event) => {
      event.preventDefault();
      save.mutate(undefined, { onSuccess: () => { setText(''); setCalled([]); onDone?.(); } });
    }}>
      <Stack gap="xs">
        {save.error && <ProblemBox problem={save.error} />}
        <Textarea label={t(change ? 'comments.change' : 'comments.write')} value={text} dir="auto" autosize minRows={2} maxRows={12} onChange={(event) => setText(event.currentTarget.value)} />
        <MultiSelect label={t('comments.mention')} description={t('comments.mentionHint')} searchable value={called} onChange={setCalled}
          data={(people.data?.items ?? []).map((each) => ({ value: each.id, label: each.name }))} />
        <Group>
          <Button type="submit" loading={save.isPending} disabled={!text.trim()}>{t('comments.save')}</Button>
          {onDone && <Button variant="default" onClick={onDone}>{t('comments.cancel')}</Button>}
        </Group>
      </Stack>
    </form>
  );
}
