import { Anchor, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { PageHead } from '@/components/PageHead';
import { ProblemBox } from '@/components/ProblemBox';
import { agreementQuery } from './api';
import { Editor } from './Editor';
import { example } from './example';
import { emptyForm, fromPack } from './form';

/** A new agreement, or a new version of one. */
export function Component() {
  const { t } = useTranslation();
  const { id } = useParams();
  const [params] = useSearchParams();
  const query = useQuery({ ...agreementQuery(id ?? ''), enabled: !!id });
  if (query.error) return <ProblemBox problem={query.error} onRetry={() => void query.refetch()} />;
  if (id && !query.data) return <Stack><Skeleton height={32} width="50%" /><Skeleton height={400} /></Stack>;
  const agreement = query.data;
  return (
    <>
      <Text size="sm" mb={4}><Anchor component={Link} to={agreement ? `/agreements/${agreement.id}` : '/agreements'} size="sm">{agreement?.name ?? t('agreements.title')}</Anchor></Text>
      <PageHead title={agreement ? t('agreements.editTitle', { name: agreement.name }) : t('agreements.newTitle')} lead={t('agreements.editLead')} />
      <Editor
        key={agreement?.versions[0]?.id ?? (params.has('example') ? 'example' : 'new')}
        name={agreement?.versions[0]?.id ?? (params.has('example') ? 'example' : 'new')}
        agreement={agreement}
        form={agreement ? fromPack(agreement.reading.form) : params.has('example') ? example : emptyForm()}
        text={agreement?.reading.text ?? ''}
      />
    </>
  );
}
