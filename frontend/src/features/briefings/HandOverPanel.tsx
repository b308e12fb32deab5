import { Button, Group, List, Paper, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '@/components/ProblemBox';
import { StateBadge } from '@/components/StateBadge';
import { toast } from '@/components/Toasts';
import { When } from '@/components/When';
import { handOver, takeOver, useAct, type HandOver } from './api';

/** What is open at one moment, for whoever comes next. */
export function HandOverPanel({ incident, all, mayAct }: { incident: string; all: HandOver[]; mayAct: boolean }) {
  const { t } = useTranslation();
  const write = useAct(incident, () => handOver(incident));
  const over = useAct(incident, (id: string) => takeOver(id));
  return (
    <Stack component="section" aria-label={t('briefings.handOver.title')}>
      <Group justify="space-between">
        <Title order={2}>{t('briefings.handOver.title')}</Title>
        {mayAct && <Button variant="default" loading={write.isPending} onClick={() => write.mutate(undefined, { onSuccess: () => toast(t('briefings.handOver.written')) })}>{t('briefings.handOver.write')}</Button>}
      </Group>
      <Text size="sm" c="dimmed" maw={640}>{t('briefings.handOver.hint')}</Text>
      {[write.error, over.error].map((each, n) => each && <ProblemBox key={n} problem={each} />)}
      {all.length === 0 && <Text fw={600}>{t('briefings.handOver.none')}</Text>}
      {all.slice(0, 3).map((each) => (
        <Paper key={each.id} withBorder p="lg" component="article">
          <Stack gap="xs">
            <Group gap="xs">
              <StateBadge state={each.taken_at ? 'done' : 'soon'}>{each.taken_at ? t('briefings.handOver.taken', { name: each.taken_by }) : t('briefings.handOver.waits')}</StateBadge>
              <Text size="sm" c="dimmed"><When at={each.written_at} /> {t('briefings.handOver.by', { name: each.written_by })}</Text>
            </Group>
            {each.parts.map((part) => (
              <div key={part.heading}>
                <Title order={3} size="h5">{part.heading}</Title>
                <List size="sm">{part.lines.slice(0, 12).map((line) => <List.Item key={line}><bdi>{line}</bdi></List.Item>)}</List>
                {part.lines.length > 12 && <Text size="sm" c="dimmed">{t('briefings.handOver.more', { count: part.lines.length - 12 })}</Text>}
              </div>
            ))}
            {!each.taken_at && mayAct && (each.mine
              ? <Text size="sm">{t('briefings.handOver.own')}</Text>
              : <Group><Button loading={over.isPending} onClick={() => over.mutate(each.id, { onSuccess: () => toast(t('briefings.handOver.takenNow')) })}>{t('briefings.handOver.take')}</Button></Group>)}
          </Stack>
        </Paper>
      ))}
    </Stack>
  );
}
