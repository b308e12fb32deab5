import { Anchor, Button, Skeleton, Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { api } from '@/api/client';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { Facts } from '@/components/Facts';
import { NotKnownYet } from '@/components/NotKnownYet';
import { PageHead } from '@/components/PageHead';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { toast } from '@/components/Toasts';
import { useCan } from '@/features/session/me';
import { languageName } from '@/lib/names';
import { Contacts } from './Contacts';
import { organisationQuery, word } from './directory';
import { OrganisationDialog } from './OrganisationDialog';

export function Component() {
  const { t, i18n } = useTranslation();
  const { id = '' } = useParams();
  const can = useCan();
  const client = useQueryClient();
  const query = useQuery(organisationQuery(id));
  const [dialog, setDialog] = useState<'edit' | 'archive' | null>(null);
  if (query.error) return <ProblemBox problem={query.error} onRetry={() => void query.refetch()} />;
  const entry = query.data;
  if (!entry) return <Stack><Skeleton height={32} width="40%" /><Skeleton height={160} /></Stack>;

  return (
    <>
      <PageHead
        title={<bdi>{entry.name}</bdi>}
        tab={entry.name}
        lead={<>{word('kinds', entry.kind, t)}{entry.archived && <> <StateBadge state="none">{t('societies.archived')}</StateBadge></>}</>}
        actions={can('write-directory') && (
          <>
            <Button variant="default" onClick={() => setDialog('archive')}>{entry.archived ? t('societies.restore') : t('societies.archive')}</Button>
            <Button variant="default" onClick={() => setDialog('edit')}>{t('common.edit')}</Button>
          </>
        )}
      />
      <Section title={t('common.details')}>
        <Facts
          items={[
            [t('societies.country'), entry.country_name || entry.country || <NotKnownYet />],
            [t('societies.languages'), entry.languages.length ? entry.languages.map((code) => languageName(code, i18n.language)).join(', ') : <NotKnownYet />],
            [t('societies.timezone'), entry.timezone ? <bdi>{entry.timezone}</bdi> : <NotKnownYet />],
            ...(entry.region ? [[t('societies.region'), word('regions', entry.region, t)] as [string, string]] : []),
            ...(entry.emblem ? [[t('societies.emblem'), word('emblems', entry.emblem, t)] as [string, string]] : []),
            [t('societies.immunity'), entry.immunity || t('societies.immunityNone')],
            ...(entry.portal ? [[t('societies.portal'), /^https:\/\//.test(entry.portal) ? <Anchor size="sm" href={entry.portal} rel="noreferrer">{entry.portal}</Anchor> : entry.portal] as [string, React.ReactNode]] : []),
            ...(entry.notes ? [[t('societies.notes'), entry.notes] as [string, string]] : []),
          ]}
        />
      </Section>
      <Contacts organisation={entry} />
      {dialog === 'edit' && <OrganisationDialog entry={entry} onClose={() => setDialog(null)} />}
      <ConfirmWithReason
        opened={dialog === 'archive'}
        onClose={() => setDialog(null)}
        title={entry.archived ? t('societies.restore') : t('societies.archive')}
        action={entry.archived ? t('societies.restore') : t('societies.archive')}
        onConfirm={async (reason) => {
          await api.POST('/api/organisations/{organisation_id}/archive', { params: { path: { organisation_id: id } }, body: { archived: !entry.archived, version: entry.version, reason } });
          toast(t('societies.archiveDone'));
          await client.invalidateQueries({ queryKey: ['organisations'] });
        }}
      >
        {entry.archived ? t('societies.restoreText') : t('societies.archiveText')}
      </ConfirmWithReason>
    </>
  );
}
