import { Anchor, List, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { PageHead } from '@/components/PageHead';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { useCan } from '@/features/session/me';
import { useFilters } from '@/lib/filters';

type Hit = { id: string; to: string; name: string; also: string };

/** What fits the words, over incidents, the directory and the laws. People are searched inside their incident only. */
export function Component() {
  const { t } = useTranslation();
  const can = useCan();
  const [{ q }] = useFilters('q');
  const incidents = useQuery({
    queryKey: ['incidents', 'search', q],
    enabled: q !== '' && can('read-incidents'),
    queryFn: ({ signal }) => take(api.GET('/api/incidents', { params: { query: { text: q, limit: 10 } }, signal }))
      .then((page) => page.items.map((row): Hit => ({ id: row.id, to: `/incidents/${row.id}`, name: row.title, also: row.reference }))),
  });
  const directory = useQuery({
    queryKey: ['organisations', 'search', q],
    enabled: q !== '',
    queryFn: ({ signal }) => take(api.GET('/api/organisations', { params: { query: { text: q, limit: 10 } }, signal }))
      .then((page) => page.items.map((row): Hit => ({ id: row.id, to: `/societies/${row.id}`, name: row.name, also: row.country_name }))),
  });
  const laws = useQuery({
    queryKey: ['laws', 'search', q],
    enabled: q !== '',
    queryFn: ({ signal }) => take(api.GET('/api/regimes', { params: { query: { text: q, limit: 10 } }, signal }))
      .then((page) => page.items.map((row): Hit => ({ id: row.id, to: `/laws/${row.id}`, name: row.name, also: row.citation }))),
  });

  return (
    <>
      <PageHead title={t('frame.results', { words: q })} tab={t('frame.keySearch')} />
      {can('read-incidents') && <Hits title={t('frame.incidents')} query={incidents} />}
      <Hits title={t('societies.title')} query={directory} />
      <Hits title={t('frame.laws')} query={laws} />
    </>
  );
}

function Hits({ title, query }: { title: string; query: { data?: Hit[]; error: unknown; isFetching: boolean } }): ReactNode {
  const { t } = useTranslation();
  return (
    <Section title={title}>
      {query.error ? <ProblemBox problem={query.error} /> : null}
      {query.isFetching && !query.data && <Skeleton height={48} />}
      {query.data?.length === 0 && <Text size="sm" c="dimmed">{t('frame.noResult')}</Text>}
      <List listStyleType="none" spacing={8} size="sm">
        {query.data?.map((hit) => (
          <List.Item key={hit.id}>
            <Anchor component={Link} to={hit.to} size="sm"><bdi>{hit.name}</bdi></Anchor> <Text span size="xs" c="dimmed"><bdi>{hit.also}</bdi></Text>
          </List.Item>
        ))}
      </List>
    </Section>
  );
}
