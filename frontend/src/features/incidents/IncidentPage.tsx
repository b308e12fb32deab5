import { Button, Menu, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useParams } from 'react-router';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { ExerciseBand } from '@/components/ExerciseBand';
import { Icon } from '@/components/Icon';
import { ProblemBox } from '@/components/ProblemBox';
import { StateBadge } from '@/components/StateBadge';
import { toast } from '@/components/Toasts';
import { useCan } from '@/features/session/me';
import { incidentQuery } from './incident';
import { IncidentNav } from './IncidentNav';
import classes from './IncidentPage.module.css';
import { TitleDialog } from './TitleDialog';

/** The frame of one incident: what happened, where it stands, and its parts as tabs with addresses of their own. */
export function Component() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const can = useCan();
  const client = useQueryClient();
  const query = useQuery(incidentQuery(id));
  const [dialog, setDialog] = useState<'state' | 'title' | null>(null);
  const incident = query.data;
  useEffect(() => {
    if (incident) document.title = `${incident.reference} · ${t('frame.product')}`;
  }, [incident, t]);
  if (query.error && !incident) return <ProblemBox problem={query.error} onRetry={() => void query.refetch()} />;
  if (!incident) return <Stack><Skeleton height={32} width="60%" /><Skeleton height={40} /><Skeleton height={320} /></Stack>;
  const open = incident.state === 'open';

  return (
    <>
      {incident.exercise && <ExerciseBand />}
      <header className={classes.head}>
        <div>
          <Text size="sm" c="dimmed" component="p"><bdi>{incident.reference}</bdi></Text>
          <Title order={1}>{incident.title}</Title>
        </div>
        <div className={classes.actions}>
          {can('propose-facts') && open && <Button component={Link} to="societies" size="xs">{t('proposals.own.open')}</Button>}
          {!open && <StateBadge state="none" icon="check">{t('incidents.states.closed')}</StateBadge>}
          {(can('open-incident') || can('close-incident')) && (
            <Menu position="bottom-end">
              <Menu.Target><Button variant="default" size="xs" rightSection={<Icon name="down" size={14} />}>{t('common.table.actions')}</Button></Menu.Target>
              <Menu.Dropdown>
                {can('open-incident') && open && <Menu.Item onClick={() => setDialog('title')}>{t('incidents.edit')}</Menu.Item>}
                <Menu.Item onClick={() => window.print()} leftSection={<Icon name="print" size={16} />}>{t('common.print')}</Menu.Item>
                {can('close-incident') && open && <Menu.Item component={Link} to="closing">{t('incidents.close')}</Menu.Item>}
                {can('close-incident') && !open && <Menu.Item onClick={() => setDialog('state')}>{t('incidents.reopen')}</Menu.Item>}
              </Menu.Dropdown>
            </Menu>
          )}
        </div>
      </header>
      <IncidentNav incident={id} />
      <Outlet context={incident} />
      {dialog === 'title' && <TitleDialog incident={incident} onClose={() => setDialog(null)} />}
      <ConfirmWithReason
        opened={dialog === 'state'}
        onClose={() => setDialog(null)}
        title={t('incidents.reopen')}
        action={t('incidents.reopen')}
        onConfirm={async (reason) => {
          const call = { params: { path: { incident_id: id } }, body: { reason } };
          await take(api.POST('/api/incidents/{incident_id}/reopen', call));
          toast(t('incidents.stateChanged'));
          await client.invalidateQueries({ queryKey: ['incidents'] });
        }}
      >
        {t('incidents.reopenText')}
      </ConfirmWithReason>
    </>
  );
}
