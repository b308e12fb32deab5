import { Button, List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { useCan } from '@/features/session/me';
import { Versions } from './Versions';
import { targetsQuery, type OwnTarget } from './api';
import { useRegimeNames } from './names';
import { TargetsForm } from './TargetsForm';

/** The organisation's own aims, stricter than what is demanded: what counts, what waits, and what was before. */
export function TargetsSection() {
  const { t } = useTranslation();
  const can = useCan();
  const [editing, setEditing] = useState(false);
  const query = useQuery(targetsQuery);
  if (query.error) return <ProblemBox problem={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return null;
  const { versions, built_in: builtIn } = query.data;
  const approved = versions.find((version) => version.state === 'approved');
  return (
    <div>
      <Section title={t('agreements.targets')} actions={can('write-agreements') && !editing && <Button size="xs" variant="default" onClick={() => setEditing(true)}>{t('agreements.targetsEdit')}</Button>}>
        <Stack gap="sm">
          <Text size="sm" c="dimmed" maw={640}>{t('agreements.targetsLead')}</Text>
          {approved && <TargetList targets={approved.targets} />}
          {!approved && <><Text size="sm">{t('agreements.targetsNone')}</Text><TargetList targets={builtIn} /></>}
          {editing && <TargetsForm start={versions[0]?.targets ?? []} onDone={() => setEditing(false)} />}
        </Stack>
      </Section>
      {versions.length > 0 && <Versions key={versions[0]?.id} versions={versions} />}
    </div>
  );
}

function TargetList({ targets }: { targets: OwnTarget[] }) {
  const { t } = useTranslation();
  const names = useRegimeNames();
  if (targets.length === 0) return <Text size="sm">{t('agreements.targetsEmptied')}</Text>;
  return (
    <List size="sm" spacing={2}>
      {targets.map((target) => (
        <List.Item key={target.regime + target.recipient}>
          {target.regime ? <bdi>{names.get(target.regime) ?? target.regime}</bdi> : t('agreements.everyLaw')} · {target.recipient ? t(`incidents.recipient.${target.recipient}`) : t('agreements.everyRecipient')}: <strong>{target.amount} {t(`agreements.units.${target.unit}`)}</strong>
        </List.Item>
      ))}
    </List>
  );
}
