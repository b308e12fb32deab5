import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { KeysetTable, type Column } from '@/components/KeysetTable';
import { NotKnownYet } from '@/components/NotKnownYet';
import { Section } from '@/components/Section';
import { When } from '@/components/When';
import { StaleList } from '@/features/differences/StaleList';
import { useIncident } from '@/features/incidents/incident';
import { useCan } from '@/features/session/me';
import { languageName } from '@/lib/names';
import { AddOutside } from './AddOutside';
import { abouts, saidQuery, withdrawOutside, type Said } from './api';
import { Contradictions } from './Contradictions';
import { Rests } from './Rests';

/** Every sentence about numbers, dates, cause, data and misuse that has left the house, with the fact it rests on; and what others have said. */
export function Component() {
  const { t, i18n } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const incident = useIncident();
  const [about, setAbout] = useState('');
  const [adding, setAdding] = useState(false);
  const [taking, setTaking] = useState<Said | null>(null);
  const list = useQuery(saidQuery(incident.id));
  const may = can('draft-texts') && incident.state === 'open';
  const rows = list.data?.items.filter((each) => !about || each.about === about).map((each, n) => ({ ...each, n }));
  type Row = NonNullable<typeof rows>[number];
  const columns: Column<Row>[] = [
    { key: 'sentence', header: t('wording.sentence'), heading: true, cell: (row) => <Text size="sm" lang={row.language} dir="auto">{row.sentence}</Text> },
    { key: 'rests', header: t('wording.restsOn'), cell: (row) => <Stack gap={2} align="start">{row.label && <Text size="sm">{row.label}{row.now ? <>: <bdi>{row.now}</bdi></> : <> <NotKnownYet /></>}</Text>}<Rests said={row} /></Stack> },
    {
      key: 'who', header: t('wording.who'),
      cell: (row) => (row.piece
        ? <><bdi>{row.piece.title}</bdi><Text size="xs" c="dimmed">{t(`wording.kind.${row.kind as 'statement'}`, { defaultValue: row.kind })} · {t('wording.version', { number: row.piece.version })} · <bdi>{row.piece.written_by.name}</bdi></Text></>
        : <><bdi>{row.who}</bdi><Text size="xs" c="dimmed">{t(`wording.speaker.${row.kind as 'press'}`)} · <bdi>{row.source}</bdi></Text></>),
    },
    { key: 'language', header: t('wording.language'), cell: (row) => languageName(row.language, i18n.language) },
    { key: 'at', header: t('wording.when'), cell: (row) => <><When at={row.at} />{!row.live && <Text size="xs" c="dimmed">{t('wording.noMore')}</Text>}</> },
    ...(may ? [{ key: 'act', header: t('wording.next'), cell: (row: Row) => row.outside && <Button size="xs" variant="subtle" onClick={() => setTaking(row)}>{t('wording.withdraw')}</Button> }] : []),
  ];
  const stale = list.data?.stale ?? [];
  return (
    <Stack gap="xl">
      {(list.data?.contradictions.length ?? 0) > 0 && (
        <Section title={t('wording.contradictions', { count: list.data?.contradictions.length ?? 0 })}>
          <Text size="sm" c="dimmed" mb="sm" maw={640}>{t('wording.contradictionsLead')}</Text>
          <Contradictions items={list.data?.contradictions ?? []} />
        </Section>
      )}
      {stale.length > 0 && (
        <Section title={t('differences.stale', { count: stale.length })}>
          <Text size="sm" c="dimmed" mb="sm" maw={640}>{t('differences.staleText')}</Text>
          <StaleList incident={incident.id} stale={stale} />
        </Section>
      )}
      <Section plain title={t('wording.title')} actions={may && <Button onClick={() => setAdding(true)}>{t('wording.add')}</Button>}>
        <Text size="sm" c="dimmed" mb="sm" maw={640}>{t('wording.lead')}</Text>
        <Group mb="sm"><Select aria-label={t('wording.about')} clearable placeholder={t('wording.all')} value={about || null} data={abouts.map((each) => ({ value: each, label: t(`wording.abouts.${each}`) }))} onChange={(next) => setAbout(next ?? '')} /></Group>
        <KeysetTable id="said" label={t('wording.title')} columns={columns} rows={rows} rowKey={(row) => String(row.n)} problem={list.error ?? undefined} onRetry={() => void list.refetch()} empty={t('wording.empty')} fixedColumns />
      </Section>
      {adding && <AddOutside incident={incident.id} onClose={() => setAdding(false)} />}
      {taking && (
        <ConfirmWithReason opened onClose={() => setTaking(null)} title={t('wording.withdraw')} action={t('wording.withdraw')}
          onConfirm={async (why) => { await withdrawOutside(taking.outside ?? '', why); await client.invalidateQueries({ queryKey: ['incidents', incident.id, 'said'] }); }}>{t('wording.withdrawLead')}</ConfirmWithReason>
      )}
    </Stack>
  );
}
