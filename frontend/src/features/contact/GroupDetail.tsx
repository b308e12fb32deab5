import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '@/components/ProblemBox';
import { useCan } from '@/features/session/me';
import { groupQuery, type ContactGroup } from './api';
import { AskDialog } from './AskDialog';
import { History } from './History';
import { PlanDialog } from './PlanDialog';
import { PlanFacts } from './PlanFacts';
import { Ways } from './Ways';

/** One group: the first question and the plan, then every way with what is against it. */
export function GroupDetail({ incident, row }: { incident: string; row: ContactGroup }) {
  const { t } = useTranslation();
  const can = useCan();
  const [dialog, setDialog] = useState<'plan' | 'ask' | null>(null);
  const query = useQuery(groupQuery(incident, row.group_id));
  const group = query.data ?? row;
  const scope = { incident, group: row.group_id };
  const close = () => setDialog(null);
  return (
    <Stack gap="md">
      {group.plan ? <PlanFacts plan={group.plan} /> : <Text size="sm">{t('contact.noPlan')} {t('contact.harmMeans.unknown')}</Text>}
      <Ways ways={group.channels} />
      <Group gap="xs">
        {can('set-contact-plans') && <Button size="xs" variant={group.plan ? 'default' : 'filled'} onClick={() => setDialog('plan')} disabled={!query.data}>{t(group.plan ? 'contact.changePlan' : 'contact.setPlan')}</Button>}
        {can('ask-override') && <Button size="xs" variant="subtle" onClick={() => setDialog('ask')}>{t('contact.ask')}</Button>}
      </Group>
      {query.error ? <ProblemBox problem={query.error} onRetry={() => void query.refetch()} /> : query.data ? <History versions={query.data.versions} /> : <Skeleton height={24} />}
      {dialog === 'plan' && query.data && <PlanDialog scope={scope} name={group.name} plan={query.data.plan} number={query.data.number} onClose={close} />}
      {dialog === 'ask' && <AskDialog scope={scope} name={group.name} onClose={close} />}
    </Stack>
  );
}
