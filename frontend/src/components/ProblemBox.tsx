import { Alert, Button, List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { asProblem, type Problem } from '@/api/problem';
import { Icon } from './Icon';

/** A refusal or failure in three parts: what happened, what was kept, what to do. */
export function ProblemBox({ problem: cause, onRetry }: { problem: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const problem = asProblem(cause);
  const { title, text } = useProblemWords(problem);
  if (!cause) return null;
  return (
    <Alert color={problem.status >= 400 && problem.status < 500 ? 'gray' : 'red'} variant="light" title={title} icon={<Icon name="late" />} role="alert">
      <Stack gap="xs">
        {text.map((sentence) => <Text key={sentence} size="sm">{sentence}</Text>)}
        {problem.fields.length > 0 && (
          <List size="sm">
            {problem.fields.map((each) => <List.Item key={each.field + each.message}>{each.message}</List.Item>)}
          </List>
        )}
        {onRetry && <div><Button size="xs" variant="default" onClick={onRetry}>{t('common.tryAgain')}</Button></div>}
      </Stack>
    </Alert>
  );
}

function useProblemWords(problem: Problem): { title: string; text: string[] } {
  const { t } = useTranslation();
  const detail = problem.detail ? [problem.detail] : [];
  switch (problem.status) {
    case 0:
      return { title: t('common.errors.offlineTitle'), text: [t('common.errors.offline')] };
    case 401:
      return { title: t('common.errors.notSignedInTitle'), text: detail };
    case 403:
      return { title: t('common.errors.refusedTitle'), text: detail };
    case 404:
      return { title: t('common.errors.notFoundTitle'), text: detail };
    case 409:
    case 412:
      return { title: t('common.errors.conflictTitle'), text: [...detail, t('common.errors.conflict')] };
    case 400:
    case 413:
    case 422:
      return { title: t('common.errors.invalidTitle'), text: [...detail, t('common.errors.kept')] };
    default:
      return {
        title: t('common.errors.serverTitle'),
        text: problem.status >= 400 && problem.detail ? detail : [problem.requestId ? t('common.errors.server', { id: problem.requestId }) : t('common.errors.serverNoId')],
      };
  }
}
