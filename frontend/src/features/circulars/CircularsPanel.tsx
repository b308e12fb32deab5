import { Anchor, Button, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { BoardPanel } from '@/features/board/BoardPanel';
import { Icon } from '@/components/Icon';
import { Parts } from '@/components/Parts';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { useCan } from '@/features/session/me';
import { useFilters } from '@/lib/filters';
import { circularsQuery, stateOfCircular } from './api';
import { CircularEditor } from './CircularEditor';
import { CircularPage } from './CircularPage';
import classes from './Circulars.module.css';

/** Everything between us and the societies: the circulars, and below them the board of what came back. One circular opens by its address. */
export function CircularsPanel({ incident }: { incident: string }) {
  const { t } = useTranslation();
  const [{ circular }, setFilter] = useFilters('circular');
  if (circular === 'new') {
    return (
      <Stack gap="md">
        <Title order={2}>{t('circulars.new')}</Title>
        <CircularEditor incident={incident} onDone={(id) => setFilter({ circular: id ?? '' })} />
      </Stack>
    );
  }
  if (circular) return <CircularPage key={circular} incident={incident} id={circular} onBack={() => setFilter({ circular: '' })} />;
  return (
    <Parts>
      <CircularList incident={incident} onOpen={(id) => setFilter({ circular: id })} />
      <BoardPanel incident={incident} />
    </Parts>
  );
}

function CircularList({ incident, onOpen }: { incident: string; onOpen: (id: string) => void }) {
  const { t } = useTranslation();
  const can = useCan();
  const { data, error, isPending, refetch } = useQuery(circularsQuery(incident));
  return (
    <Section title={t('circulars.title')} actions={can('draft-texts') && <Button size="xs" leftSection={<Icon name="plus" size={16} />} onClick={() => onOpen('new')}>{t('circulars.new')}</Button>}>
      {isPending && <Skeleton height={48} />}
      {error && !data && <ProblemBox problem={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && <Text size="sm" c="dimmed" maw={640}>{t('circulars.empty')}</Text>}
      {data?.items.map((line) => (
        <div key={line.id} className={classes.line}>
          <Anchor component="button" size="sm" fw={550} ta="start" onClick={() => onOpen(line.id)}>{t('circulars.number', { number: line.number })}</Anchor>
          <Text size="sm" component="span">{t('circulars.recipientsCount', { count: line.recipients_count })}{line.author && <> · <bdi>{line.author}</bdi></>} · <When at={line.sending_approved_at ?? line.created_at} /></Text>
          <StateBadge state={stateOfCircular[line.state]}>{t(`circulars.state.${line.state}`)}</StateBadge>
        </div>
      ))}
    </Section>
  );
}
