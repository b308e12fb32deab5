import { Alert, Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Icon } from '@/components/Icon';
import { ProblemBox } from '@/components/ProblemBox';
import { assessmentsQuery } from '@/features/decisions/api';
import type { Incident } from '@/features/incidents/incident';
import { useCan } from '@/features/session/me';
import { differenceQuery, useAccept } from './api';

/** Says above the answers what changed facts have done to them, and what waits for a person. Nothing, when nothing does. */
export function DifferenceState({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const can = useCan();
  const runs = useQuery(assessmentsQuery(incident.id));
  const asks = can('read-record') && incident.state === 'open' && !!runs.data?.items.length;
  const difference = useQuery({ ...differenceQuery(incident.id), enabled: asks }).data;
  const accept = useAccept(incident.id);
  if (!asks || !difference) return null;
  const { facts_version, lines, waiting, stale } = difference;
  const owed = stale.filter((each) => each.asks === 'correction' || each.asks === 'supplement').length;
  const byItself = lines.length - waiting;
  if (waiting === 0 && byItself === 0 && stale.length === 0) return null;
  return (
    <Alert color="ink" variant="light" mb="md" icon={<Icon name="law" />} className="no-print"
      title={waiting > 0 ? t('differences.waitForYou', { count: waiting }) : byItself > 0 ? t('differences.byItself', { count: byItself }) : t('differences.onlyStale', { count: stale.length })}>
      {(owed > 0 || (waiting > 0 && byItself > 0)) && (
        <Text size="sm" mb="xs">
          {waiting > 0 && byItself > 0 && `${t('differences.byItself', { count: byItself })}. `}{owed > 0 && `${t('differences.owed', { count: owed })}.`}
        </Text>
      )}
      {accept.error && <ProblemBox problem={accept.error} />}
      <Group gap="xs">
        {waiting === 0 && byItself > 0 && can('assess') && (
          <Button size="xs" loading={accept.isPending} onClick={() => accept.mutate({ facts_version, lines: [] })}>{t('incidents.run')}</Button>
        )}
        <Button component={Link} to={`/incidents/${incident.id}/changes`} size="xs" variant={waiting > 0 ? 'filled' : 'default'}>{t('differences.see')}</Button>
      </Group>
    </Alert>
  );
}
