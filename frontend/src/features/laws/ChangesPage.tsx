import { Anchor, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { dateWords } from '@/lib/time';
import classes from './Laws.module.css';
import { changesQuery, type RegimeDate } from './laws';
import { LawName } from './LawName';
import { Where } from './Where';

/** What is coming in the law, what is new in it, and what we changed in how we read it. */
export function Component() {
  const { t, i18n } = useTranslation();
  const query = useQuery(changesQuery);
  if (query.error) return <ProblemBox problem={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton height={360} />;
  const { dates, editions } = query.data;
  const ahead = dates.filter((date) => date.ahead);
  const behind = dates.filter((date) => !date.ahead).reverse();

  return (
    <>
      <Section title={t('laws.changes.ahead')}>
        {ahead.length === 0 ? <Text size="sm">{t('laws.changes.nothingAhead')}</Text> : <Dates rows={ahead} />}
      </Section>
      <Section title={t('laws.changes.behind')}>
        {behind.length === 0 ? <Text size="sm">{t('laws.changes.nothingBehind')}</Text> : <Dates rows={behind} />}
      </Section>
      <Section title={t('laws.changes.editions')}>
        <Text size="sm" c="dimmed" mb="md" maw={720}>{t('laws.changes.editionsText')}</Text>
        <ol className={classes.dates}>
          {editions.map((edition) => (
            <li key={edition.on + edition.what} className={classes.date}>
              <Text size="sm">{dateWords(edition.on, i18n.language)}</Text>
              <div>
                <Text size="sm">{edition.what}</Text>
                <Text size="xs" c="dimmed">{t('laws.changes.why', { why: edition.why })}</Text>
                <Packs regimes={edition.regimes} />
              </div>
            </li>
          ))}
        </ol>
      </Section>
    </>
  );
}

function Packs({ regimes }: { regimes: { id: string; name: string; version: number }[] }) {
  const { t } = useTranslation();
  const links = regimes.map((regime, index) => (
    <span key={regime.id}>{index > 0 && ' · '}<Anchor component={Link} to={`/laws/${regime.id}`} size="xs">{regime.name}</Anchor></span>
  ));
  if (regimes.length <= 6) return <Text size="xs">{links}</Text>;
  return (
    <details>
      <Text component="summary" size="xs">{t('laws.changes.packs', { count: regimes.length })}</Text>
      <Text size="xs" mt={4}>{links}</Text>
    </details>
  );
}

function Dates({ rows }: { rows: RegimeDate[] }) {
  const { t, i18n } = useTranslation();
  return (
    <ol className={classes.dates}>
      {rows.map((row) => (
        <li key={row.on + row.regime_id + row.duty_id + row.what} className={classes.date}>
          <Text size="sm" fw={600}>{dateWords(row.on, i18n.language)}</Text>
          <div>
            <Anchor component={Link} to={`/laws/${row.regime_id}`} size="sm">{row.name}</Anchor>{' '}
            <StateBadge state={row.what === 'begins' && row.ahead ? 'soon' : 'none'} icon={row.what === 'begins' ? 'flag' : 'none'}>{t(`laws.changes.${row.ahead ? 'willBe' : 'was'}.${row.what}`)}</StateBadge>
            <Text size="sm"><Where countries={row.countries} />{row.duty_id ? ` · ${t('laws.changes.oneDuty', { whom: row.recipient })}` : row.what === 'begins' ? ` · ${t('laws.changes.duties', { count: row.duties })}` : ''}</Text>
            {row.before && <Text size="xs" c="dimmed">{/\s/.test(row.before) ? t('laws.beforeThat', { text: row.before }) : <>{t('laws.replaces')} <LawName id={row.before} size="xs" /></>}</Text>}
            {row.after.map((id) => <Text key={id} size="xs" c="dimmed">{t('laws.followedBy')} <LawName id={id} size="xs" /></Text>)}
          </div>
        </li>
      ))}
    </ol>
  );
}
