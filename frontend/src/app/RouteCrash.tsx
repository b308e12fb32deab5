import { Button, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useRouteError } from 'react-router';
import { asProblem } from '@/api/problem';
import { ProblemBox } from '@/components/ProblemBox';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Stack maw={560} py="xl">
      <Title order={1}>{t('frame.notFound')}</Title>
      <Text>{t('frame.notFoundText')}</Text>
      <div><Button component={Link} to="/">{t('frame.toClocks')}</Button></div>
    </Stack>
  );
}

/** What is shown when a page breaks: what happened, what was kept, what to do. */
export function RouteCrash() {
  const { t } = useTranslation();
  const cause = useRouteError();
  const problem = asProblem(cause);
  if (problem.status >= 0) return <ProblemBox problem={problem} onRetry={() => window.location.reload()} />;
  return (
    <Stack maw={560} p="xl">
      <Title order={1}>{t('frame.crashed')}</Title>
      <Text>{t('frame.crashedText')}</Text>
      <div><Button onClick={() => window.location.reload()}>{t('frame.reload')}</Button></div>
    </Stack>
  );
}
