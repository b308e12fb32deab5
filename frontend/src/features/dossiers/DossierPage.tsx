import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { KeysetTable, type Column } from '@/components/KeysetTable';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { useIncident } from '@/features/incidents/incident';
import { useCan } from '@/features/session/me';
import { saveFile } from '@/lib/download';

type Dossier = components['schemas']['DossierView'];

const dossiersQuery = (incident: string) =>
  queryOptions({
    queryKey: ['incidents', incident, 'dossiers'],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/dossiers', { params: { path: { incident_id: incident } }, signal })),
    refetchInterval: (query) => (query.state.data?.items.some((each) => each.state === 'building') ? 2000 : false),
  });

/** What proves how the incident was handled: asked for here, agreed by a second person where it names staff, built aside, taken out. */
export function Component() {
  const { t } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const incident = useIncident();
  const [asking, setAsking] = useState<Dossier['edition'] | null>(null);
  const list = useQuery(dossiersQuery(incident.id));
  const again = () => client.invalidateQueries({ queryKey: ['incidents', incident.id, 'dossiers'] });
  const agree = useMutation({ mutationFn: (id: string) => take(api.POST('/api/dossiers/{dossier_id}/agreement', { params: { path: { dossier_id: id } } })), onSettled: again });
  const fetchFile = useMutation({
    mutationFn: async (row: Dossier) => {
      const content = await take(api.POST('/api/dossiers/{dossier_id}/file', { params: { path: { dossier_id: row.id } }, parseAs: 'blob' }));
      saveFile(content as unknown as Blob, `${incident.reference}-dossier-${row.edition}.zip`);
    },
  });
  const badge = { asked: 'soon', building: 'none', ready: 'done', failed: 'soon' } as const;
  const columns: Column<Dossier>[] = [
    { key: 'edition', header: t('dossiers.edition'), heading: true, cell: (row) => t(`dossiers.editions.${row.edition}`) },
    {
      key: 'state', header: t('dossiers.state'), cell: (row) => (
        <Stack gap={4} align="start">
          <StateBadge state={badge[row.state]}>{t(`dossiers.states.${row.state}`)}</StateBadge>
          {row.state === 'building' && <Progress w={120} value={(100 * row.step) / row.steps} aria-label={t('dossiers.states.building')} />}
          {row.problem && <Text size="xs" c="dimmed">{row.problem}</Text>}
        </Stack>
      ),
    },
    { key: 'asked', header: t('dossiers.asked'), cell: (row) => <><bdi>{row.requested_by.name}</bdi><Text size="xs" c="dimmed"><When at={row.requested_at} /></Text></> },
    { key: 'agreed', header: t('dossiers.agreed'), cell: (row) => (row.agreed_at ? <><bdi>{row.agreed_by.name}</bdi><Text size="xs" c="dimmed"><When at={row.agreed_at} /></Text></> : row.edition === 'redacted' ? t('dossiers.notNeeded') : '') },
    { key: 'check', header: t('dossiers.check'), cell: (row) => row.sha256 && <Text size="xs" ff="monospace"><bdi dir="ltr">{row.sha256.slice(0, 16)}</bdi></Text> },
    {
      key: 'act', header: t('dossiers.next'), cell: (row) => (
        <>
          {row.state === 'asked' && can('approve-exports') && !row.by_me && <Button size="xs" variant="default" loading={agree.isPending} onClick={() => agree.mutate(row.id)}>{t('dossiers.agree')}</Button>}
          {row.state === 'ready' && can('export-dossiers') && <Button size="xs" variant="default" loading={fetchFile.isPending} onClick={() => fetchFile.mutate(row)}>{t('dossiers.take')}</Button>}
        </>
      ),
    },
  ];
  return (
    <Section plain title={t('dossiers.title')} actions={can('export-dossiers') && (
      <Group gap="xs"><Button variant="default" onClick={() => setAsking('redacted')}>{t('dossiers.askRedacted')}</Button><Button onClick={() => setAsking('full')}>{t('dossiers.askFull')}</Button></Group>
    )}>
      <Text size="sm" c="dimmed" mb="sm" maw={640}>{t('dossiers.lead')}</Text>
      {(agree.error ?? fetchFile.error) && <ProblemBox problem={(agree.error ?? fetchFile.error)!} />}
      <KeysetTable id="dossiers" label={t('dossiers.title')} columns={columns} rows={list.data?.items} rowKey={(row) => row.id} problem={list.error ?? undefined} onRetry={() => void list.refetch()} empty={t('dossiers.empty')} fixedColumns />
      {asking && (
        <ConfirmWithReason opened onClose={() => setAsking(null)} title={t(asking === 'full' ? 'dossiers.askFull' : 'dossiers.askRedacted')} action={t('dossiers.ask')}
          onConfirm={async (reason) => { await take(api.POST('/api/incidents/{incident_id}/dossiers', { params: { path: { incident_id: incident.id } }, body: { edition: asking, reason } })); await again(); }}>
          {t(asking === 'full' ? 'dossiers.fullText' : 'dossiers.redactedText')}
        </ConfirmWithReason>
      )}
    </Section>
  );
}
