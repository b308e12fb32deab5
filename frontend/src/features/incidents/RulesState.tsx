import { Alert, Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/Icon';
import { ProblemBox } from '@/components/ProblemBox';
import { assessmentsQuery, useRunRules } from '@/features/decisions/api';
import { DifferenceState } from '@/features/differences/DifferenceState';
import { useCan } from '@/features/session/me';
import type { Incident } from './incident';

/** Says when the answers below are not those of the facts above. The first run is begun here; from then on the rules follow the facts. */
export function RulesState({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const can = useCan();
  const runs = useQuery(assessmentsQuery(incident.id));
  const run = useRunRules(incident.id);
  if (run.error) return <ProblemBox problem={run.error} onRetry={() => run.mutate()} />;
  if (!runs.data || incident.state !== 'open') return null;
  if (runs.data.items.length > 0) return <DifferenceState incident={incident} />;
  return (
    <Alert color="ink" variant="light" mb="md" icon={<Icon name="law" />} title={t('incidents.noRun')} className="no-print">
      <Text size="sm" mb="xs">{t('incidents.noRunText')}</Text>
      {can('assess') && <Button size="xs" loading={run.isPending} onClick={() => run.mutate()}>{t('incidents.run')}</Button>}
    </Alert>
  );
}
