import { Button, Modal, Skeleton, Stack, Text, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Parts } from '@/components/Parts';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { useIncident } from '@/features/incidents/incident';
import { RiskLevels } from './RiskLevels';
import { useCan } from '@/features/session/me';
import { differenceQuery, useAccept } from './api';
import { ChangesNav } from './ChangesNav';
import { FactChanges } from './Change';
import { movesLater, type Line } from './difference';
import classes from './Differences.module.css';
import { Lines } from './Lines';
import { StaleList } from './StaleList';

/** What changed facts do to what stands: the facts on top, then what takes effect by itself and what waits for a person. */
export function Component() {
  const { t } = useTranslation();
  const incident = useIncident();
  const can = useCan();
  const query = useQuery(differenceQuery(incident.id));
  const accept = useAccept(incident.id);
  const [chosen, setChosen] = useState<Set<string>>(new Set());
  const [asking, setAsking] = useState<Line[] | null>(null);
  const difference = query.data;
  if (query.error && !difference) return <><ChangesNav /><ProblemBox problem={query.error} onRetry={() => void query.refetch()} /></>;
  if (!difference) return <><ChangesNav /><Stack><Skeleton height={96} /><Skeleton height={240} /></Stack></>;

  const lines = difference.lines as Line[];
  const stricter = lines.filter((line) => line.stricter);
  const waiting = lines.filter((line) => !line.stricter);
  const selected = waiting.filter((line) => chosen.has(line.key));
  const may = can('assess') && incident.state === 'open';
  const nothing = lines.length + difference.facts.length + difference.groups.length + difference.stale.length === 0;
  const choose = (keys: string[], on: boolean) => setChosen((before) => {
    const next = new Set(before);
    for (const key of keys) if (on) next.add(key); else next.delete(key);
    return next;
  });
  const send = (accepted: Line[]) =>
    accept.mutate({ facts_version: difference.facts_version, lines: accepted.map((line) => line.key) }, { onSuccess: () => setChosen(new Set()), onSettled: () => setAsking(null) });

  return (
    <>
      <ChangesNav />
      {accept.error && <ProblemBox problem={accept.error} />}
      <Parts>
        {nothing && (
          <Section title={t('differences.nothing')}>
            <Text size="sm" maw={640}>{t('differences.nothingText')}</Text>
            <Text size="sm" c="dimmed" mt="xs">{t('differences.same', { count: difference.same })}</Text>
          </Section>
        )}
        {difference.facts.length > 0 && (
          <Section title={t('differences.facts', { count: difference.facts.length })}>
            <FactChanges changes={difference.facts} />
            {lines.length === 0 && <Text size="sm" mt="sm">{t('differences.factsOnly')}</Text>}
          </Section>
        )}
        {waiting.length > 0 && (
          <Section title={t('differences.waits', { count: waiting.length })}>
            <Text size="sm" c="dimmed" mb="sm" maw={640}>{t('differences.waitsText')}</Text>
            <Lines lines={waiting} chosen={may ? chosen : undefined} onChoose={choose} />
            {may && (
              <div className={classes.bar}>
                <Button size="xs" disabled={selected.length === 0} variant="default" onClick={() => setAsking(selected)}>{t('differences.acceptSelected', { count: selected.length })}</Button>
                <Button size="xs" onClick={() => setAsking(waiting)}>{t('differences.acceptAll', { count: waiting.length })}</Button>
                <Text size="xs" c="dimmed">{t('differences.same', { count: difference.same })}</Text>
              </div>
            )}
          </Section>
        )}
        {stricter.length > 0 && (
          <Section title={t('differences.stricter', { count: stricter.length })}
            actions={may && waiting.length === 0 && <Button size="xs" variant="default" loading={accept.isPending} onClick={() => send([])}>{t('differences.atOnce')}</Button>}>
            <Text size="sm" c="dimmed" mb="sm" maw={640}>{t('differences.stricterText')}</Text>
            <Lines lines={stricter} />
          </Section>
        )}
        {difference.stale.length > 0 && (
          <Section title={t('differences.stale', { count: difference.stale.length })}>
            <Text size="sm" c="dimmed" mb="sm" maw={640}>{t('differences.staleText')}</Text>
            <StaleList incident={incident.id} stale={difference.stale} />
          </Section>
        )}
        {difference.groups.length > 0 && (
          <Section title={t('differences.groups', { count: difference.groups.length })}>
            <RiskLevels rows={difference.groups} />
          </Section>
        )}
      </Parts>
      <Modal opened={asking !== null} onClose={() => setAsking(null)} title={t('differences.confirm', { count: asking?.length ?? 0 })} closeButtonProps={{ 'aria-label': t('common.close') }}>
        <Stack>
          <Text size="sm">{t('differences.confirmText')}</Text>
          {stricter.length > 0 && <Text size="sm">{t('differences.confirmStricter', { count: stricter.length })}</Text>}
          {asking?.some((line) => line.told) && <Text size="sm">{t('differences.confirmTold')}</Text>}
          {asking?.some(movesLater) && <Text size="sm">{t('differences.confirmLater')}</Text>}
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={() => setAsking(null)}>{t('common.cancel')}</Button>
            <Button data-autofocus loading={accept.isPending} onClick={() => send(asking ?? [])}>{t('differences.accept')}</Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
