import { Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { localeOf } from '@/lib/time';
import { countsQuery, type Words } from './api';
import { linesOf } from './enquiries';
import classes from './Enquiries.module.css';

/** What people ask most, and on which day: numbers only. The title says what is found. */
export function Picture({ incident, words }: { incident: string; words: Words }) {
  const { t, i18n } = useTranslation();
  const counts = useQuery(countsQuery(incident));
  if (counts.error && !counts.data) return <ProblemBox problem={counts.error} onRetry={() => void counts.refetch()} />;
  if (!counts.data) return <Skeleton height={240} />;
  const { days, lines } = linesOf(counts.data, words.topics);
  const most = lines[0];
  if (!most) return <Section title={t('enquiries.picture')}><Text size="sm" c="dimmed">{t('enquiries.empty')}</Text></Section>;
  const danger = counts.data.rows.filter((row) => row.worry === 'in-danger' || row.worry === 'distressed').reduce((sum, row) => sum + row.count, 0);
  const day = new Intl.DateTimeFormat(localeOf(i18n.language), { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return (
    <Section title={t('enquiries.finding', { count: counts.data.total, topic: most.topic.label, most: most.total })}>
      <Text size="sm" c="dimmed" mb="xs">{t('enquiries.findingWorry', { count: danger })}</Text>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('enquiries.picture')}>
        <table className={classes.picture}>
          <thead>
            <tr>
              <th scope="col">{t('enquiries.what')}</th>
              <th scope="col" className={classes.bar}><span style={{ display: 'none' }} />{t('enquiries.howOften')}</th>
              <th scope="col">{t('enquiries.total')}</th>
              {days.map((on) => <th key={on} scope="col">{day.format(new Date(`${on}T12:00:00Z`))}</th>)}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.topic.id}>
                <th scope="row">{line.topic.label}</th>
                <td className={classes.bar} data-danger={line.topic.protect || undefined}><span style={{ width: `${(line.total / most.total) * 100}%` }} aria-hidden /></td>
                <td><strong>{line.total}</strong></td>
                {line.days.map((count, n) => <td key={days[n]}>{count || '·'}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
