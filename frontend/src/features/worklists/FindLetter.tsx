import { Anchor, Button, Group, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { findLetter, useAct } from './api';

/** A letter came back: its number finds the list it was on. */
export function FindLetter({ incident }: { incident: string }) {
  const { t } = useTranslation();
  const [number, setNumber] = useState('');
  const find = useAct(incident, (typed: string) => findLetter(incident, typed));
  function search(event: FormEvent) {
    event.preventDefault();
    if (number.trim()) find.mutate(number);
  }
  return (
    <Section plain title={t('worklists.cameBack')}>
      <form onSubmit={search}>
        <Group align="end" gap="xs">
          <TextInput label={t('worklists.letterNumber')} description={t('worklists.letterNumberHint')} inputMode="numeric" autoComplete="off" value={number} w={288}
            onChange={(event) => setNumber(event.currentTarget.value)} />
          <Button type="submit" variant="default" loading={find.isPending}>{t('worklists.find')}</Button>
        </Group>
      </form>
      {find.error && <ProblemBox problem={find.error} />}
      {find.data && (
        <Text mt="sm" role="status">
          <Anchor component={Link} to={`/incidents/${incident}/worklists/${find.data.worklist_id}?from=${find.data.position - 1}`}>{t('worklists.found', { position: find.data.position })}</Anchor>
        </Text>
      )}
    </Section>
  );
}
