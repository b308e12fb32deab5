import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Facts } from '@/components/Facts';
import { languageName } from '@/lib/names';
import type { Authority } from './api';
import { Outside } from './Sources';

/** What is known of an authority. What nobody knows is said to be unknown; nothing is guessed. */
export function AuthorityCard({ authority }: { authority: Authority }) {
  const { t, i18n } = useTranslation();
  const unknown = <Text size="sm" c="dimmed" component="span">{t('common.notKnownYet')}</Text>;
  const some = (label: string, value: React.ReactNode): [string, React.ReactNode][] => (value ? [[label, value]] : []);
  return (
    <>
      {authority.depends_on && <Text size="sm" mb="xs">{authority.depends_on}</Text>}
      <Facts
        items={[
          [t('filings.portal'), authority.portal ? <Outside key="p" to={authority.portal}>{authority.portal}</Outside> : unknown],
          ...some(t('filings.website'), authority.website && <Outside key="w" to={authority.website}>{authority.website}</Outside>),
          ...some(t('filings.finder'), authority.finder && <Outside key="f" to={authority.finder}>{t('filings.finderText')}</Outside>),
          ...some(t('filings.formKind'), authority.form),
          [t('filings.languages'), authority.languages.length ? authority.languages.map((code) => languageName(code, i18n.language)).join(', ') : unknown],
          [t('filings.hours'), authority.hours ? <bdi key="h">{authority.hours} · {authority.zone}</bdi> : unknown],
          ...some(t('filings.email'), authority.email && <bdi key="e">{authority.email}</bdi>),
          [t('filings.telephone'), authority.telephone ? <bdi key="t">{authority.telephone}</bdi> : unknown],
          [t('filings.receipt'), authority.receipt || unknown],
          ...some(t('filings.note'), authority.note),
          [t('filings.confidence'), `${t(`laws.confidences.${authority.confidence}`)}. ${authority.source}`],
        ]}
      />
      {authority.parts.length > 0 && (
        <details>
          <summary>{t('filings.parts', { count: authority.parts.length })}</summary>
          <List size="sm" mt="xs" spacing={4}>
            {authority.parts.map((part) => <List.Item key={part.name}>{part.of}: {part.website ? <Outside to={part.website}>{part.name}</Outside> : part.name}</List.Item>)}
          </List>
        </details>
      )}
    </>
  );
}
