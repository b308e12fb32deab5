import { Alert, Button, Group, Select, Skeleton, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/Icon';
import { Parts } from '@/components/Parts';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { previewQuery, start, useImportAct, type Preview, type Settings } from './api';
import classes from './People.module.css';
import { choose, tellsApart } from './rows';

const delimiters = [',', ';', '\t', '|'] as const;

/** Which column is what: suggested from the headings, confirmed by a person who sees the first rows as they would be kept. */
export function Columns({ incident, id }: { incident: string; id: string }) {
  const { t } = useTranslation();
  const [settings, setSettings] = useState<Settings>({});
  // Changing a column keeps the rows in view until the new ones are here.
  const { data, error, isFetching, refetch } = useQuery({ ...previewQuery(id, settings), placeholderData: keepPreviousData });
  const begin = useImportAct(incident, (chosen: Settings) => start(id, chosen));
  if (!data) return error ? <ProblemBox problem={error} onRetry={() => void refetch()} /> : <Skeleton height={360} />;
  const mapping = settings.mapping ?? data.mapping;
  const wrong = data.rows.filter((row) => row.problem).length;

  return (
    <Parts>
      <Section title={t('people.columns')}>
        <Stack gap="md">
          <Text size="sm" c="dimmed">{t('people.columnsText')}</Text>
          <div className={classes.mapping}>
            {data.header.map((heading, column) => (
              <Select key={column} label={<bdi>{heading || t('people.columnNumber', { number: column + 1 })}</bdi>} clearable placeholder={t('people.leftOut')} size="sm"
                value={Object.entries(mapping).find(([, at]) => at === column)?.[0] ?? null}
                data={data.fields.map((field) => ({ value: field, label: fieldWords(field) }))}
                onChange={(field) => setSettings({ ...settings, mapping: choose(mapping, column, field) })} />
            ))}
          </div>
          <Group gap="md" align="end">
            {data.kind === 'csv' && (
              <Select label={t('people.delimiter')} w={160} size="sm" allowDeselect={false} value={data.delimiter} data={delimiters.map((value) => ({ value, label: t(`people.delimiters.${name(value)}`) }))}
                onChange={(delimiter) => setSettings({ delimiter: delimiter ?? undefined })} />
            )}
            {data.sheets.length > 1 && (
              <Select label={t('people.sheet')} w={208} size="sm" allowDeselect={false} value={settings.sheet ?? data.sheets[0] ?? null} data={data.sheets} onChange={(sheet) => setSettings({ sheet: sheet ?? undefined })} />
            )}
            {data.encoding && <Text size="sm" c="dimmed">{t('people.encoding', { encoding: data.encoding })}</Text>}
          </Group>
          {!tellsApart(mapping) && <Alert color="yellow" variant="light">{t('people.cannotTell')}</Alert>}
          {error && <ProblemBox problem={error} />}
        </Stack>
      </Section>
      <Section title={t('people.preview', { count: data.rows.length })}>
        {wrong > 0 && <Text size="sm" mb="sm">{t('people.previewProblems', { count: wrong })}</Text>}
        <Rows preview={data} mapping={mapping} stale={isFetching} fieldWords={fieldWords} />
      </Section>
      {begin.error && <ProblemBox problem={begin.error} />}
      <Group justify="end"><Button disabled={!tellsApart(mapping) || isFetching} loading={begin.isPending} onClick={() => begin.mutate({ ...settings, mapping })}>{t('people.start')}</Button></Group>
    </Parts>
  );

  function fieldWords(field: string): string {
    return t(`people.field.${field as 'name'}`, { defaultValue: field });
  }
}

function name(delimiter: (typeof delimiters)[number]) {
  return ({ ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as const)[delimiter];
}

type RowsProps = { preview: Preview; mapping: Record<string, number>; stale: boolean; fieldWords: (field: string) => string };

function Rows({ preview, mapping, stale, fieldWords }: RowsProps) {
  const { t } = useTranslation();
  const fields = preview.fields.filter((field) => mapping[field] !== undefined);
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('people.preview', { count: preview.rows.length })} aria-busy={stale}>
      <table className={classes.rows}>
        <thead>
          <tr><th scope="col">{t('people.row')}</th>{fields.map((field) => <th key={field} scope="col">{fieldWords(field)}</th>)}</tr>
        </thead>
        <tbody>
          {preview.rows.map((row) => {
            const problem = row.problem as Preview['rows'][number]['problem'] | null;
            return (
              <tr key={row.number} data-problem={!!problem || undefined}>
                <th scope="row"><bdi>{row.number}</bdi></th>
                {problem ? (
                  <td colSpan={Math.max(1, fields.length)}>
                    <Icon name={problem.quarantine ? 'stopped' : 'late'} size={14} /> <strong>{problem.quarantine ? t('people.willWait') : t('people.willBeRefused')}</strong> {problem.detail}
                    {problem.column > 0 && <span> {t('people.inColumn', { column: preview.header[problem.column - 1] || problem.column })}</span>}
                  </td>
                ) : (
                  fields.map((field) => <td key={field}><bdi>{String(row.person[field as keyof typeof row.person] ?? '')}</bdi></td>)
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
