import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '@/components/ProblemBox';
import { useCan } from '@/features/session/me';
import { personQuery } from './api';
import { AskDialog } from './AskDialog';
import { History } from './History';
import { PlanDialog } from './PlanDialog';
import { PlanFacts } from './PlanFacts';
import { Ways } from './Ways';

/** How one person can be told now: the first safe way, their own plan or their group's, and what is against each other way. */
export function PersonContact({ incident, person, name }: { incident: string; person: number; name: string }) {
  const { t } = useTranslation();
  const can = useCan();
  const [dialog, setDialog] = useState<'plan' | 'ask' | null>(null);
  const query = useQuery(personQuery(incident, person));
  if (query.error) return <ProblemBox problem={query.error} onRetry={() => void query.refetch()} />;
  const found = query.data;
  if (!found) return <Skeleton height={96} />;
  const scope = { incident, person };
  const close = () => setDialog(null);
  return (
    <Stack gap="sm" mt="md">
      <Text fw={600} size="sm">{t('contact.person.title')}</Text>
      <Text size="sm">{t('contact.person.next')}: <strong>{found.next_channel ? t(`contact.channels.${found.next_channel}`) : t('contact.person.none')}</strong> {!found.next_channel && found.reason}</Text>
      {found.plan ? <><Text size="sm">{t('contact.person.own')}</Text><PlanFacts plan={found.plan} person /></>
        : <Text size="sm" c="dimmed">{found.group_id ? <>{t('contact.person.asGroup')}: <bdi>{found.group_name}</bdi></> : t('contact.person.noGroup')}</Text>}
      <Ways ways={found.channels} />
      <Group gap="xs">
        {can('set-contact-plans') && <Button size="xs" variant="default" onClick={() => setDialog('plan')}>{t(found.plan ? 'contact.changePlan' : 'contact.setPlan')}</Button>}
        {can('ask-override') && <Button size="xs" variant="subtle" onClick={() => setDialog('ask')}>{t('contact.ask')}</Button>}
      </Group>
      <History versions={found.versions} person />
      {dialog === 'plan' && <PlanDialog scope={scope} name={name} plan={found.plan} number={found.number} onClose={close} />}
      {dialog === 'ask' && <AskDialog scope={scope} name={name} onClose={close} />}
    </Stack>
  );
}
