import { Anchor, Button, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useOutletContext } from 'react-router';
import { Icon } from '@/components/Icon';
import { Parts } from '@/components/Parts';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import type { Incident } from '@/features/incidents/incident';
import { useCan, useMe } from '@/features/session/me';
import { useFilters } from '@/lib/filters';
import { dispatchesQuery, noticesQuery, stateOfNotice, type Dispatch } from './api';
import { CoveragePanel, CoverageParts } from './CoveragePanel';
import { DispatchCard } from './DispatchCard';
import { NoticeEditor } from './NoticeEditor';
import { NoticePage } from './NoticePage';
import classes from './Tell.module.css';

/** Telling people one by one: who has been told, what is on its way, and the words. One notice opens by its address. */
export function Component() {
  const incident = useOutletContext<Incident>();
  const society = useMe()?.role === 'society-focal-point';
  const [{ notice }, setFilter] = useFilters('notice');
  const dispatches = useQuery({ ...dispatchesQuery(incident.id), enabled: !society });
  const live = !!dispatches.data?.items.some((each) => each.phase === 'sending');
  if (society) return <Parts><CoveragePanel incident={incident.id} live={false} /><CoverageParts incident={incident.id} /></Parts>;
  if (notice === 'new') return <NoticeEditor incident={incident.id} onDone={(id) => setFilter({ notice: id ?? '' })} />;
  if (notice) return <NoticePage key={notice} incident={incident.id} id={notice} dispatch={dispatches.data?.items.find((each) => each.notice_id === notice)} onBack={() => setFilter({ notice: '' })} />;
  // What is on its way stands first: whoever has to stop it must not look for the button.
  const all = [...(dispatches.data?.items ?? [])].reverse();
  const first = all.filter((each) => each.phase === 'sending' && !each.halted);
  const card = (each: Dispatch) => <DispatchCard key={each.id} incident={incident.id} dispatch={each} />;
  return (
    <Parts>
      {first.map(card)}
      <CoveragePanel incident={incident.id} live={live} />
      {dispatches.error && !dispatches.data && <ProblemBox problem={dispatches.error} onRetry={() => void dispatches.refetch()} />}
      {all.filter((each) => !first.includes(each)).map(card)}
      <Notices incident={incident.id} onOpen={(id) => setFilter({ notice: id })} />
      <CoverageParts incident={incident.id} />
    </Parts>
  );
}

function Notices({ incident, onOpen }: { incident: string; onOpen: (id: string) => void }) {
  const { t } = useTranslation();
  const can = useCan();
  const { data, error, isPending, refetch } = useQuery(noticesQuery(incident));
  return (
    <Section title={t('dispatches.notices')} actions={can('draft-texts') && <Button size="xs" leftSection={<Icon name="plus" size={16} />} onClick={() => onOpen('new')}>{t('dispatches.write')}</Button>}>
      {isPending && <Skeleton height={48} />}
      {error && !data && <ProblemBox problem={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && <Text size="sm" c="dimmed" maw={640}>{t('dispatches.empty')}</Text>}
      {data?.items.map((line) => (
        <div key={line.id} className={classes.line}>
          <Anchor component="button" size="sm" fw={550} ta="start" onClick={() => onOpen(line.id)}>{t('dispatches.number', { number: line.number })}</Anchor>
          <Text size="sm" component="span">{line.author && <><bdi>{line.author}</bdi> · </>}<When at={line.approved_at ?? line.created_at} /></Text>
          <StateBadge state={stateOfNotice[line.state]}>{t(`dispatches.noticeState.${line.state}`)}</StateBadge>
        </div>
      ))}
    </Section>
  );
}
