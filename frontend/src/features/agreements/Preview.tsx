import { Anchor, Button, List, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { KeysetTable, type Column } from '@/components/KeysetTable';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { OutcomeBadge } from '@/features/decisions/OutcomeBadge';
import { capital } from '@/lib/words';
import { tryText, type PreviewLine } from './api';

/** What a text would change in the exercise, before anybody approves it. Nothing is kept. */
export function Preview({ text }: { text: string }) {
  const { t } = useTranslation();
  const preview = useMutation({ mutationFn: () => tryText(text) });
  const done = preview.data;
  const columns: Column<PreviewLine>[] = [
    {
      key: 'whom', header: t('agreements.whom'), heading: true,
      cell: (row) => <><bdi>{capital(row.recipient_name)}</bdi><Text size="xs" c="dimmed" fw={400}>{row.citation}</Text></>,
    },
    { key: 'change', header: t('agreements.what'), cell: (row) => <StateBadge state="none" icon={row.change === 'added' ? 'plus' : row.change === 'removed' ? 'none' : 'more'}>{t(`agreements.changes.${row.change}`)}</StateBadge> },
    { key: 'who', header: t('agreements.who'), cell: (row) => <bdi>{row.party}</bdi> },
    { key: 'answer', header: t('agreements.answer'), cell: (row) => <OutcomeBadge outcome={row.outcome} /> },
    { key: 'due', header: t('agreements.due'), cell: (row) => (row.due_at || row.target_at ? <When at={row.due_at || row.target_at} /> : t('common.noLimit')) },
  ];
  return (
    <Section title={t('agreements.try')} actions={<Button size="xs" variant="default" loading={preview.isPending} onClick={() => preview.mutate()}>{t('agreements.try')}</Button>}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">{t('agreements.tryText')}</Text>
        {preview.error && <ProblemBox problem={preview.error} />}
        {done && (
          <div role="status">
            <Text size="sm" mb="xs">
              <Anchor component={Link} size="sm" to={`/incidents/${done.incident_id}`}>{t('agreements.tryOn', { reference: done.reference, title: done.title })}</Anchor>
              {': '}{done.lines.length > 0 ? t('agreements.tryCount', { count: done.lines.length }) : t('agreements.tryNothing')}
            </Text>
            {done.lines.length > 0 && (
              <KeysetTable id="agreement-preview" label={t('agreements.try')} columns={columns} rows={done.lines} fixedColumns empty={null}
                rowKey={(row) => `${row.party}|${row.regime}|${row.duty}|${row.jurisdiction}`} rowName={(row) => row.recipient_name}
                detail={(row) => <List size="sm" spacing={2}>{row.reasons.map((reason) => <List.Item key={reason}>{reason}</List.Item>)}</List>} />
            )}
          </div>
        )}
      </Stack>
    </Section>
  );
}
