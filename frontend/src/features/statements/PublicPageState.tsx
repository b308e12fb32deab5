import { Alert, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { When } from '@/components/When';
import type { StatementList } from './api';

/** The copy that survives this system, and how many want to hear of updates. */
export function PublicPageState({ page }: { page: StatementList['page'] }) {
  const { t } = useTranslation();
  if (!page.url) return null;
  return (
    <>
      {page.copy?.problem && <Alert color="orange" variant="light">{page.copy.problem}</Alert>}
      <Text size="sm">
        {page.copy?.written_at
          ? <>{t('statements.copy.written', { count: page.copy.files })} <When at={page.copy.written_at} /></>
          : t('statements.copy.none')}
      </Text>
      <Text size="sm">{t('statements.readers', { count: page.readers })}</Text>
    </>
  );
}
