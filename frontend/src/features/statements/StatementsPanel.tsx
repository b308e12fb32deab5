import { Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/Icon';
import { ProblemBox } from '@/components/ProblemBox';
import { useMe } from '@/features/session/me';
import { useStatements } from './api';
import { PublicPageForm } from './PublicPageForm';
import { SelfCheckPanel } from './SelfCheckPanel';
import { StatementCard } from './StatementCard';
import { StatementEditor } from './StatementEditor';

/** Everything an incident says to everybody: drafts, approvals, what is public, and the page it stands on. */
export function StatementsPanel({ incident }: { incident: string }) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useStatements(incident);
  const [writing, setWriting] = useState<string | null>(null);
  const rights = useMe()?.rights ?? [];
  if (isPending) return <Stack>{[0, 1, 2].map((each) => <Skeleton key={each} height={96} />)}</Stack>;
  if (error) return <ProblemBox problem={error} onRetry={() => void refetch()} />;
  const mayWrite = rights.includes('draft-texts');
  const edited = data.statements.find((each) => each.id === writing);

  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Title order={2}>{t('statements.title')}</Title>
        {mayWrite && writing === null && (
          <Button leftSection={<Icon name="plus" />} onClick={() => setWriting('new')}>{t('statements.new')}</Button>
        )}
      </Group>
      {writing !== null && (
        <StatementEditor key={writing} incident={incident} list={data} statement={edited} onDone={() => setWriting(null)} />
      )}
      {writing === null && data.statements.length === 0 && (
        <Stack gap={4}>
          <Text fw={600}>{t('statements.empty')}</Text>
          <Text c="dimmed" maw={640}>{t('statements.emptyHint')}</Text>
          {!mayWrite && <Text c="dimmed" maw={640}>{t('statements.notYours')}</Text>}
        </Stack>
      )}
      {writing === null && data.statements.map((each) => (
        <StatementCard key={each.id} incident={incident} statement={each} rights={rights} onEdit={mayWrite ? () => setWriting(each.id) : undefined} />
      ))}
      {writing === null && <PublicPageForm incident={incident} page={data.page} mayEdit={rights.includes('publish-statements')} mayApprove={rights.includes('approve-texts')} />}
      {writing === null && <SelfCheckPanel incident={incident} rights={rights} />}
    </Stack>
  );
}
