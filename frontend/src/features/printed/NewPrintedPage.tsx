import { Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { useIncident } from '@/features/incidents/incident';
import { useCan } from '@/features/session/me';
import { printedQuery } from './api';
import { PrintedEditor } from './PrintedEditor';

/** A new text, begun from the template of its kind and language. */
export function Component() {
  const { t } = useTranslation();
  const can = useCan();
  const incident = useIncident();
  const navigate = useNavigate();
  const list = useQuery(printedQuery(incident.id));
  const above = `/incidents/${incident.id}/words`;
  if (list.error && !list.data) return <ProblemBox problem={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Skeleton height={480} />;
  if (!can('draft-texts')) return <Section plain title={t('words.page.new')}><Text size="sm">{t('statements.notYours')}</Text></Section>;
  return (
    <Section plain title={t('words.page.new')}>
      <PrintedEditor incident={incident.id} list={list.data} onSaved={(id) => void navigate(`${above}/${id}`)} onCancel={() => void navigate(above)} />
    </Section>
  );
}
