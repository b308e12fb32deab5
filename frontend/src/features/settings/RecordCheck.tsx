import { Button, List, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { numberWords } from '@/lib/range';

/** Walks every chain of the record and names the first bad entry of each. */
export function RecordCheck() {
  const { t, i18n } = useTranslation();
  const check = useQuery({ queryKey: ['record', 'verification'], enabled: false, gcTime: 0, queryFn: ({ signal }) => take(api.GET('/api/record/verification', { signal })) });
  return (
    <Section title={t('settings.record')} actions={<Button size="xs" variant="default" loading={check.isFetching} onClick={() => void check.refetch()}>{t('settings.verify')}</Button>}>
      <Text size="sm" c="dimmed" mb="xs">{t('settings.recordLead')}</Text>
      {check.error && <ProblemBox problem={check.error} />}
      {check.data && (
        <div role="status">
          <StateBadge state={check.data.whole ? 'done' : 'late'}>{t(check.data.whole ? 'settings.whole' : 'settings.broken', { entries: numberWords(check.data.entries, i18n.language) })}</StateBadge>
          <List size="sm" mt="xs">{check.data.faults.map((fault) => <List.Item key={JSON.stringify(fault)}><bdi>{Object.values(fault).join(' · ')}</bdi></List.Item>)}</List>
        </div>
      )}
    </Section>
  );
}
