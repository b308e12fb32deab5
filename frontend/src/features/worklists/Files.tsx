import { Alert, Button, FileInput, Group, List, Menu, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { Icon } from '@/components/Icon';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { ownZone } from '@/components/TimeField';
import { useCan, useMe } from '@/features/session/me';
import { approveExport, requestExport, takeOut, upload, uploadsQuery, useAct, type Format, type Worklist } from './api';

const formats: Format[] = ['pdf', 'html', 'xlsx', 'csv'];
const day = 24 * 60 * 60 * 1000;

/** A list on paper or in a table, and the results that come back from it. A hundred people or more need a second person. */
export function Files({ incident, list }: { incident: string; list: Worklist }) {
  const { t } = useTranslation();
  const can = useCan();
  const me = useMe();
  const [asking, setAsking] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  const uploads = useQuery(uploadsQuery(incident, list.id));
  const take = useAct(incident, ({ format, part }: { format: Format; part: number }) => takeOut(list, format, part));
  const approve = useAct(incident, () => approveExport(list.id));
  const send = useAct(incident, (chosen: File) => upload(list.id, chosen));
  const agreed = !!list.export_approved_at && Date.now() - Date.parse(list.export_approved_at) < day;
  const free = !list.four_eyes || agreed;
  const asked = !!list.export_requested_at && !list.export_approved_at;
  const works = can('work-lists');
  const last = send.data ?? uploads.data?.items[0];
  return (
    <Section title={t('worklists.files')}>
      <Stack gap="sm">
        {[take.error, approve.error, send.error].map((each, n) => each && <ProblemBox key={n} problem={each} />)}
        {works && free && (
          <Group gap="xs">
            {formats.map((format) => list.parts > 1 && (format === 'pdf' || format === 'html') ? (
              <Menu key={format}>
                <Menu.Target><Button variant="default" leftSection={<Icon name={format === 'html' ? 'print' : 'download'} size={16} />}>{t(`worklists.format.${format}`)}</Button></Menu.Target>
                <Menu.Dropdown>{Array.from({ length: list.parts }, (_, n) => <Menu.Item key={n} onClick={() => take.mutate({ format, part: n + 1 })}>{t('worklists.partOf', { part: n + 1, parts: list.parts })}</Menu.Item>)}</Menu.Dropdown>
              </Menu>
            ) : (
              <Button key={format} variant="default" leftSection={<Icon name={format === 'html' ? 'print' : 'download'} size={16} />} loading={take.isPending && take.variables.format === format} disabled={take.isPending}
                onClick={() => take.mutate({ format, part: 1 })}>{t(`worklists.format.${format}`)}</Button>
            ))}
          </Group>
        )}
        {!free && !asked && works && <Group gap="sm"><Text size="sm">{t('worklists.fourEyes', { count: list.people_count })}</Text><Button size="xs" variant="default" onClick={() => setAsking(true)}>{t('worklists.ask')}</Button></Group>}
        {!free && asked && (
          <Group gap="sm">
            <Text size="sm">{t('worklists.asked', { count: list.people_count, society: list.party_name })}</Text>
            {can('approve-exports') && list.export_requested_by !== me?.id && <Button size="xs" loading={approve.isPending} onClick={() => approve.mutate(undefined)}>{t('worklists.agree')}</Button>}
          </Group>
        )}
        {works && (
          <Group align="end" gap="xs">
            <FileInput label={t('worklists.results')} description={t('worklists.resultsHint', { zone: ownZone })} accept=".csv,.xlsx" clearable value={file} onChange={(chosen) => { setFile(chosen); send.reset(); }} w={320} />
            <Button variant="default" disabled={!file} loading={send.isPending} onClick={() => file && send.mutate(file, { onSuccess: () => setFile(null) })}>{t('worklists.upload')}</Button>
          </Group>
        )}
        {last && (
          <Alert color={last.refused.length > 0 ? 'yellow' : 'green'} variant="light" role="status" title={t('worklists.uploaded', { count: last.row_count })}>
            <Text size="sm">{t('worklists.account', { taken: last.taken_count, known: last.known_count, empty: last.empty_count, refused: last.refused.length })}</Text>
            {last.refused.length > 0 && <List size="sm">{last.refused.slice(0, 20).map((each) => <List.Item key={each.row}>{t('worklists.refusedRow', { row: each.row, why: each.why })}</List.Item>)}</List>}
          </Alert>
        )}
      </Stack>
      <ConfirmWithReason opened={asking} onClose={() => setAsking(false)} title={t('worklists.ask')} action={t('worklists.ask')} onConfirm={(why) => requestExport(list.id, why)}>{t('worklists.askLead', { count: list.people_count })}</ConfirmWithReason>
    </Section>
  );
}
