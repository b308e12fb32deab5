import { Anchor, Button, List, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { PageHead } from '@/components/PageHead';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { useCan } from '@/features/session/me';
import { agreementQuery } from './api';
import { AgreementMark } from './LawLink';
import { Preview } from './Preview';
import { ReadingView } from './ReadingView';
import { Versions } from './Versions';

/** One agreement: what it demands, what it would change, and who wrote and approved each version. */
export function Component() {
  const { t } = useTranslation();
  const can = useCan();
  const { id = '' } = useParams();
  const query = useQuery(agreementQuery(id));
  if (query.error) return <ProblemBox problem={query.error} onRetry={() => void query.refetch()} />;
  const agreement = query.data;
  if (!agreement) return <Stack><Skeleton height={32} width="50%" /><Skeleton height={240} /></Stack>;
  const { reading } = agreement;
  return (
    <>
      <Text size="sm" mb={4}><Anchor component={Link} to="/agreements" size="sm">{t('agreements.title')}</Anchor></Text>
      <PageHead title={agreement.name} lead={<><AgreementMark /> {t(`agreements.kinds.${agreement.kind}`)} · <bdi>{agreement.code}</bdi></>}
        actions={can('write-agreements') && <Button component={Link} variant="default" to={`/agreements/${agreement.id}/edit`}>{t('agreements.edit')}</Button>} />
      <Section title={t('agreements.version', { number: agreement.versions[0]?.number })}>
        {reading.regime ? <ReadingView regime={reading.regime} /> : (
          <>
            <Text size="sm">{t('agreements.unreadable')}</Text>
            <List size="sm">{reading.problems.map((problem) => <List.Item key={problem.line + problem.message}>{problem.message}</List.Item>)}</List>
          </>
        )}
      </Section>
      <Versions key={agreement.versions[0]?.id} versions={agreement.versions} />
      {reading.regime && <Preview text={reading.text} />}
    </>
  );
}
