import { Alert, Anchor, Button, Group, List, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Beside } from '@/features/comments/Beside';
import { Facts } from '@/components/Facts';
import { Icon } from '@/components/Icon';
import { Parts } from '@/components/Parts';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { useCan } from '@/features/session/me';
import { languageName } from '@/lib/names';
import { CircularActions } from './CircularActions';
import { CircularEditor } from './CircularEditor';
import { circularQuery, inOrder, stateOfCircular, type Circular } from './api';
import classes from './Circulars.module.css';
import { ReaderView } from '@/features/statements/ReaderView';
import { Recipients } from './Recipients';
import { Steps } from './Steps';

const editable: Circular['state'][] = ['draft', 'submitted', 'approved', 'sending_requested'];

/** One circular: where it stands, exactly what will be read, exactly who gets it, and the step that is mine. */
export function CircularPage({ incident, id, onBack }: { incident: string; id: string; onBack: () => void }) {
  const { t, i18n } = useTranslation();
  const can = useCan();
  const { data: circular, error, refetch } = useQuery(circularQuery(incident, id));
  const [editing, setEditing] = useState(false);
  if (error && !circular) return <ProblemBox problem={error} onRetry={() => void refetch()} />;
  if (!circular) return <Stack><Skeleton height={96} /><Skeleton height={320} /></Stack>;
  const mayEdit = can('draft-texts') && editable.includes(circular.state);

  return (
    <Parts>
      <Group justify="space-between" gap="sm">
        <Group gap="sm">
          <Button variant="subtle" color="gray" size="xs" onClick={onBack} leftSection={<Icon name="back" size={16} />}>{t('circulars.backToList')}</Button>
          <Title order={2}>{t('circulars.number', { number: circular.number })}</Title>
          <StateBadge state={stateOfCircular[circular.state]}>{t(`circulars.state.${circular.state}`)}</StateBadge>
        </Group>
        {mayEdit && !editing && circular.state !== 'draft' && <Button variant="default" size="xs" onClick={() => setEditing(true)}>{t('common.edit')}</Button>}
      </Group>
      {editing ? <CircularEditor incident={incident} circular={circular} onDone={() => setEditing(false)} /> : (
        <>
          {circular.stale && <Alert color="yellow" variant="light" title={t('circulars.stale')}>{t('circulars.staleText')}</Alert>}
          {circular.state === 'draft' && circular.faults.length > 0 && (
            <Alert color="yellow" variant="light" title={t('circulars.faults')}>
              <List size="sm">{circular.faults.map((each) => <List.Item key={each.field + each.detail}>{faultWords(each.field, each.detail)}</List.Item>)}</List>
            </Alert>
          )}
          {circular.author && (
            <Section title={t('circulars.steps')}>
              <Steps circular={circular} />
              <CircularActions incident={incident} circular={circular} onEdit={mayEdit ? () => setEditing(true) : undefined} />
            </Section>
          )}
          <Section title={circular.state === 'draft' ? t('circulars.asItReadsNow') : t('circulars.asItReads')}>
            <div className={classes.languages}>
              {inOrder(circular.preview).map(([language, text]) => <Reader key={language} language={language} text={text} />)}
            </div>
          </Section>
          {can('comment') && <Beside incident={incident} kind="circular" id={circular.id} />}
          <Recipients recipients={circular.recipients} />
          <Section title={t('circulars.who')}>
            <Facts items={[
              [t('circulars.organisation'), circular.draft?.organisation || t('common.notKnownYet')],
              [t('circulars.contact.name'), contactWords(circular) || t('common.notKnownYet')],
              [t('circulars.answerBy'), circular.answer_by ? <When key="by" at={circular.answer_by} zone={circular.draft?.zone} /> : t('circulars.asSoon')],
              ...(circular.content_hash ? [[t('circulars.hash'), <bdi key="hash" className={classes.hash}>{circular.content_hash}</bdi>] as [string, React.ReactNode]] : []),
            ]} />
            {circular.state === 'sending' && <Text size="sm" mt="sm"><Anchor size="sm" component="button" onClick={onBack}>{t('circulars.toBoard')}</Anchor></Text>}
          </Section>
        </>
      )}
    </Parts>
  );

  function faultWords(field: string, detail: string): string {
    const language = /^texts\.([a-z-]+)\./i.exec(field)?.[1];
    return language ? `${languageName(language, i18n.language)}: ${detail}` : detail;
  }
}

function Reader({ language, text }: { language: string; text: Circular['preview'][string] }) {
  const { t, i18n } = useTranslation();
  // Each reader finds the own name here; before it is sent there is no one name to show.
  const named = (words: string) => words.replace(/\{\{\s*society\s*\}\}/g, t('circulars.societyName'));
  return (
    <article className={classes.language}>
      <span className={classes.languageName}>{languageName(language, i18n.language)}</span>
      <ReaderView language={language} title={named(text.title)} body={named(`${text.happened}\n\n## ${t('circulars.text.ask')}\n\n${text.ask}`)} />
    </article>
  );
}

function contactWords(circular: Circular): string {
  const contact = circular.draft?.contact;
  return [contact?.name, contact?.role, contact?.telephone, contact?.email].filter(Boolean).join(' · ');
}
