import { Anchor, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { useStatements } from '@/features/statements/api';
import type { Incident } from './incident';
import classes from './WhoElse.module.css';

/** The societies are told by circular; how far that is stands on their board. */
export function SocietiesRow({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const board = useQuery({
    queryKey: ['incidents', incident.id, 'board', ''],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/board', { params: { path: { incident_id: incident.id } }, signal })),
  });
  if (!board.data) return null;
  const { counts } = board.data;
  return (
    <Row title={t('incidents.recipient.societies')} to="societies">
      {counts.expected === 0 ? t('incidents.noCircular') : t('incidents.societiesTold', counts)}
    </Row>
  );
}

export function PublicRow({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const statements = useStatements(incident.id);
  if (!statements.data) return null;
  const count = statements.data.statements.filter((each) => each.publications.some((publication) => publication.public)).length;
  return (
    <Row title={t('incidents.recipient.public')} to="statements">
      {count === 0 ? t('incidents.noStatement') : t('incidents.statementsPublic', { count })}
    </Row>
  );
}

function Row({ title, to, children }: { title: string; to: string; children: ReactNode }) {
  return (
    <Group className={classes.row} gap="md">
      <Anchor component={Link} to={to} size="sm" fw={600}>{title}</Anchor>
      <Text size="sm">{children}</Text>
    </Group>
  );
}
