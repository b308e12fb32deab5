import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { When } from '@/components/When';
import type { Answer } from './api';

/** Where a prefilled answer was taken from, each source by name, with how sure it is and when it was learnt. */
export function Sources({ answer }: { answer: Answer }) {
  const { t } = useTranslation();
  return (
    <Text size="xs" c="dimmed" component="span">
      {t('filings.from')}{' '}
      {answer.sources.map((source, index) => (
        <span key={`${source.kind}${source.key ?? ''}${source.label}`}>
          {index > 0 && '; '}
          {source.label}
          {source.certainty ? ` (${t(`facts.certainties.${source.certainty as 'reported'}`).toLowerCase()})` : ''}
          {source.learnt_at && <>, <When at={source.learnt_at} zone="UTC" /></>}
        </span>
      ))}
    </Text>
  );
}

/** The address of an authority's page, opened beside this one. */
export function Outside({ to, children }: { to: string; children: React.ReactNode }) {
  return <Anchor href={to} target="_blank" rel="noreferrer" size="sm">{children}</Anchor>;
}
