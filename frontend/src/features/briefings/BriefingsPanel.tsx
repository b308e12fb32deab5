import { Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '@/components/ProblemBox';
import { toast } from '@/components/Toasts';
import { useMe } from '@/features/session/me';
import { draft, useAct, useBriefings } from './api';
import { BriefingCard } from './BriefingCard';
import { HandOverPanel } from './HandOverPanel';

/** How it stands, for those who lead and those who come next. */
export function BriefingsPanel({ incident }: { incident: string }) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useBriefings(incident);
  const write = useAct(incident, (audience: string) => draft(incident, audience));
  const rights = useMe()?.rights ?? [];
  if (isPending) return <Stack>{[0, 1].map((each) => <Skeleton key={each} height={96} />)}</Stack>;
  if (error) return <ProblemBox problem={error} onRetry={() => void refetch()} />;
  const mayWrite = rights.includes('write-tasks');
  return (
    <Stack gap="lg">
      <Title order={2}>{t('briefings.title')}</Title>
      <Text size="sm" c="dimmed" maw={640}>{t('briefings.hint')}</Text>
      {mayWrite && (
        <Group gap="xs">
          {data.audiences.map((each, n) => (
            <Button key={each.id} variant={n === 0 ? 'filled' : 'default'} loading={write.isPending && write.variables === each.id} onClick={() => write.mutate(each.id, { onSuccess: () => toast(t('briefings.written')) })}>
              {t('briefings.write', { audience: t(`briefings.audiences.${each.id as 'leadership'}`) })}
            </Button>
          ))}
        </Group>
      )}
      {write.error && <ProblemBox problem={write.error} />}
      {data.reports.length === 0 && <Text fw={600}>{t('briefings.none')}</Text>}
      {data.reports.map((each) => <BriefingCard key={`${each.id}-${each.version.number}`} incident={incident} report={each} audience={data.audiences.find((a) => a.id === each.audience)} rights={rights} />)}
      <HandOverPanel incident={incident} all={data.hand_overs} mayAct={mayWrite} />
    </Stack>
  );
}
