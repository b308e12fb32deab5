import { Anchor, Button, Group, List, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { Facts } from '@/components/Facts';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { addressOfDocument } from '@/features/documents/api';
import { useCan } from '@/features/session/me';
import { exportFiling, pageAddress, type Filing, type Report } from './api';
import classes from './Filings.module.css';

/** What the authority has been told, report by report, with its proof; and what may follow. */
export function Reports({ filing }: { filing: Filing }) {
  const { t } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const next = useMutation({
    mutationFn: (kind: 'supplement' | 'final' | 'withdrawal') =>
      take(api.POST('/api/filings/{filing_id}/stages', { params: { path: { filing_id: filing.id } }, body: { version: filing.version, kind } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['clocks', 'filing', filing.obligation_id] }),
  });
  if (filing.reports.length === 0) return null;
  const kinds = filing.state === 'open' ? (['supplement', 'final', 'withdrawal'] as const) : filing.state === 'final' ? (['withdrawal'] as const) : [];
  return (
    <Section title={t('filings.reports')}>
      {filing.reports.map((report) => <OneReport key={report.number} filing={filing} report={report} />)}
      <ProblemBox problem={next.error} />
      {filing.kind === '' && kinds.length > 0 && can('confirm-decision') && (
        <>
          <Text size="sm" c="dimmed" mt="md" mb="xs">{t(filing.changed > 0 ? 'filings.newsText' : 'filings.noNewsText', { count: filing.changed })}</Text>
          <Group gap="xs">
            {kinds.map((kind) => <Button key={kind} size="xs" variant={kind === 'supplement' ? 'filled' : 'default'} loading={next.isPending} onClick={() => next.mutate(kind)}>{t(`filings.begin.${kind}`)}</Button>)}
          </Group>
        </>
      )}
    </Section>
  );
}

function OneReport({ filing, report }: { filing: Filing; report: Report }) {
  const { t } = useTranslation();
  return (
    <div>
      <Group gap="xs" mt="sm" mb={4}>
        <StateBadge state="done" icon="check">{t(`filings.kinds.${report.kind}`)}</StateBadge>
        {report.late && <StateBadge state="late">{t('filings.late')}</StateBadge>}
      </Group>
      <Facts
        items={[
          [t('filings.filedAt'), <When key="a" at={report.filed_at} zone={report.zone} />],
          ...(report.reference ? [[t('filings.reference'), <bdi key="r">{report.reference}</bdi>] as [string, React.ReactNode]] : []),
          ...(report.document ? [[t('filings.document'), <span key="d">{report.document_id ? <Anchor size="sm" href={addressOfDocument(report.document_id)} download><bdi>{report.document}</bdi></Anchor> : <bdi>{report.document}</bdi>}<br /><Text size="xs" c="dimmed" component="span"><bdi>{`sha256:${report.document_hash}`}</bdi></Text></span>] as [string, React.ReactNode]] : []),
          ...(report.late_reason ? [[t('filings.why'), report.late_reason] as [string, React.ReactNode]] : []),
          [t('filings.recordedBy'), <span key="b"><bdi>{report.recorded_by}</bdi>, <When at={report.recorded_at} zone={report.zone} /></span>],
          [t('filings.hash'), <Text key="h" size="xs" component="span"><bdi>{report.hash}</bdi></Text>],
        ]}
      />
      {report.shifts.length > 0 && (
        <div className={classes.shift}>
          <Text size="sm" fw={550} mt="xs">{t('filings.shiftsSince', { count: report.shifts.length })}</Text>
          <List size="sm" spacing={4}>
            {report.shifts.map((each) => <List.Item key={each.label}>{each.label}: <bdi>{each.from || t('common.notKnownYet')}</bdi> → <bdi>{each.to || t('common.notKnownYet')}</bdi></List.Item>)}
          </List>
        </div>
      )}
      {report.changed.length > 0 && (
        <details>
          <summary>{t('filings.changedIn', { count: report.changed.length })}</summary>
          <List size="sm" mt="xs" spacing={4}>{report.changed.map((field) => <List.Item key={field.label}>{field.label}: {field.value || t('filings.hidden')}</List.Item>)}</List>
        </details>
      )}
      <Group gap="md" mt="xs" className="no-print">
        <Anchor size="sm" href={pageAddress(filing.obligation_id, filing.form.id, report.number)} target="_blank" rel="noreferrer">{t('filings.print')}</Anchor>
        <Anchor size="sm" component="button" onClick={() => void exportFiling(filing, 'json', report.number)}>{t('filings.json')}</Anchor>
      </Group>
    </div>
  );
}
