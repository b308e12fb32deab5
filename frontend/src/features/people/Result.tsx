import { Button, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/Icon';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { saveFile } from '@/lib/download';
import { numberWords } from '@/lib/range';
import { refusedRows, type PeopleImport } from './api';
import classes from './People.module.css';
import { addsUp, countOf, ends } from './rows';

/** What became of every row. The four numbers are every row of the file, and the sentence above says so. */
export function Result({ each }: { each: PeopleImport }) {
  const { t, i18n } = useTranslation();
  const format = (n: number) => numberWords(n, i18n.language);
  const take = useMutation({ mutationFn: () => refusedRows(each.id), onSuccess: (file) => saveFile(file, 'refused-rows.csv') });
  const refused = each.rejected_count + each.quarantined_count;
  let start = 0;

  return (
    <Section title={each.state === 'done' ? t('people.result', { count: each.total_count, formatted: format(each.total_count) }) : t('people.soFar', { formatted: format(each.total_count) })}
      actions={refused + each.duplicate_count > 0 && <Button size="xs" variant="default" loading={take.isPending} leftSection={<Icon name="download" size={16} />} onClick={() => take.mutate()}>{t('people.refusedFile')}</Button>}>
      {take.error && <ProblemBox problem={take.error} />}
      {!addsUp(each) && <ProblemBox problem={new Error(t('people.doesNotAddUp'))} />}
      <svg width="100%" height="20" aria-hidden="true" className={classes.bar}>
        {ends.map((end) => {
          const width = each.total_count === 0 ? 0 : (100 * countOf(each, end)) / each.total_count;
          const x = start;
          start += width;
          return <rect key={end} x={`${x}%`} width={`${width}%`} height="20" data-end={end} />;
        })}
      </svg>
      <table className={classes.ends}>
        <tbody>
          {ends.map((end) => (
            <tr key={end}>
              <th scope="row"><span className={classes.key} data-end={end} aria-hidden="true" />{t(`people.end.${end}`)}</th>
              <td><bdi>{format(countOf(each, end))}</bdi></td>
              <td>{t(`people.endHint.${end}`)}</td>
            </tr>
          ))}
          <tr className={classes.sum}><th scope="row">{t('people.allRows')}</th><td><bdi>{format(each.total_count)}</bdi></td><td /></tr>
        </tbody>
      </table>
      {each.blank_count > 0 && <Text size="sm" c="dimmed" mt="xs">{t('people.blank', { count: each.blank_count, formatted: format(each.blank_count) })}</Text>}
    </Section>
  );
}
