import { Anchor, List, SegmentedControl, Skeleton, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { PageHead } from '@/components/PageHead';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { languageName } from '@/lib/names';
import classes from './WordsPage.module.css';

/** Where words are written, what a first draft looks like in each language, and which facts can be put into it. */
export function Component() {
  const { t, i18n } = useTranslation();
  const [language, setLanguage] = useState('en');
  const kit = useQuery({ queryKey: ['circular-kit'], staleTime: Infinity, queryFn: ({ signal }) => take(api.GET('/api/circular-kit', { signal })) });
  const open = useQuery({ queryKey: ['incidents', 'open'], queryFn: ({ signal }) => take(api.GET('/api/incidents', { params: { query: { state: 'open', limit: 20 } }, signal })) });
  const start = kit.data?.starts[language];

  return (
    <>
      <PageHead title={t('frame.words')} lead={t('words.lead')} />
      <Section title={t('words.where')}>
        {open.error && <ProblemBox problem={open.error} />}
        {open.data?.items.length === 0 && <Text size="sm">{t('words.noIncident')}</Text>}
        <List size="sm" spacing={8} listStyleType="none">
          {open.data?.items.map((incident) => (
            <List.Item key={incident.id}>
              <Text size="sm" fw={550}><bdi>{incident.reference}</bdi> · {incident.title}</Text>
              <Anchor component={Link} size="sm" to={`/incidents/${incident.id}/societies`}>{t('words.circulars')}</Anchor> · <Anchor component={Link} size="sm" to={`/incidents/${incident.id}/statements`}>{t('incidents.tabs.statements')}</Anchor> · <Anchor component={Link} size="sm" to={`/incidents/${incident.id}/words`}>{t('incidents.tabs.words')}</Anchor>
            </List.Item>
          ))}
        </List>
      </Section>
      {kit.error && <ProblemBox problem={kit.error} onRetry={() => void kit.refetch()} />}
      {kit.isPending && <Skeleton height={240} mt="md" />}
      {kit.data && (
        <>
          <Section
            title={t('words.start')}
            actions={<SegmentedControl size="xs" value={language} onChange={setLanguage} data={Object.keys(kit.data.starts).map((value) => ({ value, label: languageName(value, i18n.language) }))} />}
          >
            {start && (
              <article lang={language} dir={i18n.dir(language)} className={classes.text}>
                <Title order={3}>{start.title}</Title>
                {[start.happened, start.ask].flatMap((part) => part.split(/\n{2,}/)).map((paragraph) => <p key={paragraph}>{paragraph}</p>)}
              </article>
            )}
          </Section>
          <Section title={t('words.placeholders')}>
            <Text size="sm" c="dimmed" mb="xs">{t('words.placeholdersLead')}</Text>
            <Table fz="sm" verticalSpacing={6}>
              <Table.Tbody>
                {kit.data.placeholders.map((each) => (
                  <Table.Tr key={each.name}><Table.Td><bdi dir="ltr">{`{{${each.name}}}`}</bdi></Table.Td><Table.Td>{each.label}</Table.Td></Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Section>
        </>
      )}
    </>
  );
}
