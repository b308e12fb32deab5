import { Anchor, Button, Group, Menu, SegmentedControl, Select, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { ExerciseBand } from '@/components/ExerciseBand';
import { Icon } from '@/components/Icon';
import { PageHead } from '@/components/PageHead';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { useCan } from '@/features/session/me';
import { useFilters } from '@/lib/filters';
import { exportFiling, filingQuery, pageAddress, type Filing } from './api';
import { AuthorityCard } from './AuthorityCard';
import { CopyView } from './CopyView';
import { FileDialog } from './FileDialog';
import { FillView } from './FillView';
import { Reports } from './Reports';

/** What one party tells one authority about one duty: filled from the incident, laid out in the authority's order, filed with proof. */
export function Component() {
  const { t } = useTranslation();
  const { obligation = '' } = useParams();
  const [filters, setFilters] = useFilters('view', 'form');
  const query = useQuery(filingQuery(obligation, filters.form));
  if (query.error) return <ProblemBox problem={query.error} onRetry={() => void query.refetch()} />;
  const filing = query.data;
  if (!filing) return <Stack><Skeleton height={32} width="50%" /><Skeleton height={320} /></Stack>;
  const copies = filters.view === 'copy';
  return (
    <>
      {filing.exercise && <ExerciseBand />}
      <Text size="sm" mb={4}>
        <Anchor component={Link} to={`/incidents/${filing.incident_id}`} size="sm">{filing.incident_reference}</Anchor>{' · '}
        <Anchor component={Link} to="/" size="sm">{t('frame.clocks')}</Anchor>
      </Text>
      <PageHead title={t('filings.title')} lead={<><bdi>{filing.party}</bdi>{` · ${filing.law}, ${filing.citation}`}</>} tab={t('filings.title')} actions={<Actions filing={filing} />} />
      <Standing filing={filing} />
      <Section title={filing.authority?.name ?? filing.recipient_name}>
        <Chooser filing={filing} />
        {filing.authority ? <AuthorityCard authority={filing.authority} /> : <Text size="sm">{t('filings.noAuthority', { place: filing.jurisdiction })} <Anchor component={Link} to="/societies?kind=authority" size="sm" underline="always">{t('filings.addAuthority')}</Anchor></Text>}
      </Section>
      <Reports filing={filing} />
      {(filing.kind !== '' || copies) && (
        <Group my="md" gap="md" align="end" className="no-print">
          <SegmentedControl aria-label={t('filings.view')} value={copies ? 'copy' : 'fill'} onChange={(view) => setFilters({ view: view === 'copy' ? 'copy' : '', form: view === 'copy' ? filters.form : '' })}
            data={[{ value: 'fill', label: t('filings.fill') }, { value: 'copy', label: t('filings.copyView') }]} />
          {copies && (
            <Select label={t('filings.form')} w={360} maw="100%" allowDeselect={false} value={filing.form.id} data={filing.forms.map((form) => ({ value: form.id, label: form.name }))}
              onChange={(form) => setFilters({ form: form ?? '' })} />
          )}
        </Group>
      )}
      {copies ? <CopyView filing={filing} /> : filing.kind !== '' && <FillView key={`${filing.id}${filing.kind}${filing.reports.length}`} filing={filing} />}
    </>
  );
}

/** How far the form is, in counts, and what it waits for. */
function Standing({ filing }: { filing: Filing }) {
  const { t } = useTranslation();
  return (
    <Stack gap={6} mb="md">
      <Group gap="xs">
        {filing.state === '' && <StateBadge state="none" icon="document">{t('filings.notBegun')}</StateBadge>}
        {filing.kind !== '' && filing.state !== '' && <StateBadge state="soon" icon="document">{t('filings.draftOf', { kind: t(`filings.kinds.${filing.kind}`) })}</StateBadge>}
        {filing.state !== '' && filing.reports.length > 0 && <StateBadge state={filing.state === 'withdrawn' ? 'stopped' : 'done'}>{t(`filings.states.${filing.state}`)}</StateBadge>}
        {filing.late && <StateBadge state="late">{t('filings.lateNow')}</StateBadge>}
        {filing.due_at && <Text size="sm" component="span">{t('clocks.due')}: <When at={filing.due_at} zone={filing.zone} /></Text>}
      </Group>
      {filing.kind !== '' && <Text size="sm">{t('filings.progress', { full: filing.full, shown: filing.shown, from: filing.from_incident })} {t('filings.gapsCount', { count: filing.gaps })}</Text>}
      {filing.state === '' && <Text size="sm" c="dimmed" maw={640}>{t('filings.teach')}</Text>}
    </Stack>
  );
}

/** Where more than one may be competent, or only the place is known, a person says which it is. */
function Chooser({ filing }: { filing: Filing }) {
  const { t } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const choose = useMutation({
    mutationFn: (authority: string) => take(api.PUT('/api/filings/{filing_id}/draft', { params: { path: { filing_id: filing.id } }, body: { version: filing.version, typed: {}, authority } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['clocks', 'filing', filing.obligation_id] }),
  });
  const others = filing.authorities.filter((each) => each.id !== filing.authority?.id);
  if (others.length === 0 || filing.state === '' || filing.kind === '' || !can('confirm-decision')) return null;
  return (
    <>
      <ProblemBox problem={choose.error} />
      <Select mb="sm" maw={480} label={t('filings.whoIsTold')} allowDeselect={false} value={filing.authority?.id ?? null} disabled={choose.isPending}
        data={filing.authorities.map((each) => ({ value: each.id, label: each.name }))} onChange={(id) => id && id !== filing.authority?.id && choose.mutate(id)} />
    </>
  );
}

function Actions({ filing }: { filing: Filing }) {
  const { t } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const [filingNow, setFilingNow] = useState(false);
  const refresh = () => client.invalidateQueries({ queryKey: ['clocks', 'filing', filing.obligation_id] });
  const begin = useMutation({
    mutationFn: () => take(api.POST('/api/obligations/{obligation_id}/filing', { params: { path: { obligation_id: filing.obligation_id } } })),
    onSuccess: refresh,
  });
  const drop = useMutation({
    mutationFn: () => take(api.POST('/api/filings/{filing_id}/draft/removal', { params: { path: { filing_id: filing.id } }, body: { version: filing.version } })),
    onSuccess: refresh,
  });
  const out = useMutation({ mutationFn: (format: 'json' | 'pdf') => exportFiling(filing, format) });
  const writes = can('confirm-decision');
  return (
    <>
      <Menu>
        <Menu.Target><Button variant="default" leftSection={<Icon name="download" size={16} />} loading={out.isPending}>{t('filings.takeOut')}</Button></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component="a" href={pageAddress(filing.obligation_id, filing.form.id)} target="_blank" rel="noreferrer">{t('filings.print')}</Menu.Item>
          {filing.pdf && <Menu.Item onClick={() => out.mutate('pdf')}>{t('filings.pdf')}</Menu.Item>}
          <Menu.Item onClick={() => out.mutate('json')}>{t('filings.json')}</Menu.Item>
          {!filing.pdf && <Menu.Label maw={280}>{t('filings.noPdf')}</Menu.Label>}
        </Menu.Dropdown>
      </Menu>
      {writes && filing.state === '' && <Button loading={begin.isPending} onClick={() => begin.mutate()}>{t('filings.beginFirst')}</Button>}
      {writes && filing.kind !== '' && filing.reports.length > 0 && <Button variant="default" loading={drop.isPending} onClick={() => drop.mutate()}>{t('filings.drop')}</Button>}
      {writes && filing.state !== '' && filing.kind !== '' && <Button onClick={() => setFilingNow(true)}>{t('filings.markFiled')}</Button>}
      <ProblemBox problem={begin.error ?? drop.error ?? out.error} />
      {filingNow && <FileDialog filing={filing} onClose={() => setFilingNow(false)} />}
    </>
  );
}
