import { Anchor, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { KeysetTable, type Column } from '@/components/KeysetTable';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { languageName } from '@/lib/names';
import type { Recipient } from './api';
import classes from './Circulars.module.css';

/** Exactly who gets which letter. Whom no letter can reach stands first: they have to be told another way. */
export function Recipients({ recipients }: { recipients: Recipient[] }) {
  const { t, i18n } = useTranslation();
  const rows = [...recipients].sort((a, b) => Number(a.reachable) - Number(b.reachable) || Number(b.fallback) - Number(a.fallback) || a.society.localeCompare(b.society));
  const columns: Column<Recipient>[] = [
    { key: 'society', header: t('circulars.society'), heading: true, cell: (row) => <bdi>{row.society}</bdi> },
    { key: 'language', header: t('circulars.language'), cell: (row) => languageName(row.language, i18n.language) },
    { key: 'fallback', header: t('circulars.fallback'), cell: (row) => (row.fallback ? t('circulars.fallbackYes') : t('circulars.fallbackNo')) },
    {
      key: 'reachable', header: t('circulars.reach'),
      cell: (row) => row.reachable ? t('circulars.byMail') : (
        <Group gap="xs"><StateBadge state="soon" icon="phone">{t('circulars.noContact')}</StateBadge><Anchor component={Link} size="sm" to={`/societies/${row.society_id}`}>{t('circulars.addContact')}</Anchor></Group>
      ),
    },
  ];
  return (
    <Section title={t('circulars.recipientsCount', { count: recipients.length })}>
      <Text size="sm" mb="sm">{useRecipientWords(recipients)}</Text>
      {recipients.length > 0 && (
        <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('circulars.recipients')}>
          <KeysetTable id="circular-recipients" label={t('circulars.recipients')} columns={columns} rows={rows} rowKey={(row) => row.society_id} empty="" />
        </div>
      )}
    </Section>
  );
}

/** "English 34, French 18, Arabic 9. 12 get a language that is not their first. 3 have no contact." */
export function useRecipientWords(recipients: Recipient[]): string {
  const { t, i18n } = useTranslation();
  const by = new Map<string, number>();
  for (const each of recipients.filter((one) => one.reachable)) by.set(each.language, (by.get(each.language) ?? 0) + 1);
  const letters = [...by].sort((a, b) => b[1] - a[1]).map(([language, count]) => `${languageName(language, i18n.language)} ${count}`).join(', ');
  const fallback = recipients.filter((each) => each.fallback && each.reachable).length;
  const unreachable = recipients.filter((each) => !each.reachable).length;
  return [
    letters && t('circulars.letters', { letters }),
    fallback > 0 && t('circulars.withFallback', { count: fallback }),
    unreachable > 0 && t('circulars.unreachable', { count: unreachable }),
  ].filter(Boolean).join(' ');
}
