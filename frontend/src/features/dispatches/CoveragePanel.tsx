import { Alert, Button, Stack, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Fragment, useState, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '@/components/ProblemBox';
import { RangeCount } from '@/components/RangeCount';
import { Section } from '@/components/Section';
import { numberWords } from '@/lib/range';
import { coverageGroupsQuery, coverageQuery, shares, type Coverage, type Equation, type Reason } from './api';
import { useReasonWords } from './reasons';
import classes from './Tell.module.css';

/** Who has been told: one bar whose five parts add up, and what is behind each part. */
export function CoveragePanel({ incident, live }: { incident: string; live: boolean }) {
  const { t, i18n } = useTranslation();
  const { data, error, refetch } = useQuery(coverageQuery(incident, live));
  if (error && !data) return <ProblemBox problem={error} onRetry={() => void refetch()} />;
  if (!data || (data.affected === 0 && data.unnamed_count === 0)) return null;
  const n = (count: number) => numberWords(count, i18n.language);
  // A group that was estimated has at least so many.
  const affected = data.estimated ? t('dispatches.coverage.atLeast', { formatted: n(data.affected) }) : n(data.affected);
  return (
    <Section title={t('dispatches.coverage.title', { told: n(data.told), affected })}>
      <Stack gap="md">
        {data.difference !== 0 && <Alert color="red" variant="light" title={t('dispatches.coverage.difference', { count: n(data.difference) })}>{t('dispatches.coverage.differenceText')}</Alert>}
        <Bar equation={data} />
        <p className={classes.equation}>
          <span className={classes.term}><b>{affected}</b> {t('dispatches.coverage.affected')} =</span>
          {shares.map((share, at) => (
            <span key={share} className={classes.term} data-share={share}>
              {at > 0 && '+'}<span className={classes.swatch} aria-hidden="true" /><b>{n(data[share])}</b> {t(`dispatches.share.${share}`)}
            </span>
          ))}
        </p>
        <Reasons reasons={data.reasons} />
      </Stack>
    </Section>
  );
}

export function Bar({ equation, small }: { equation: Equation; small?: boolean }) {
  const { t, i18n } = useTranslation();
  const words = shares.map((share) => `${t(`dispatches.share.${share}`)} ${numberWords(equation[share], i18n.language)}`).join(', ');
  return (
    <div className={classes.bar} data-small={small} role="img" aria-label={words}>
      {shares.filter((share) => equation[share] > 0).map((share) => (
        <span key={share} className={classes.part} data-share={share} title={`${t(`dispatches.share.${share}`)} ${numberWords(equation[share], i18n.language)}`} style={{ flex: `${equation[share]} 0 0` } as CSSProperties} />
      ))}
    </div>
  );
}

export function Reasons({ reasons }: { reasons: Reason[] }) {
  const { t, i18n } = useTranslation();
  const say = useReasonWords();
  const rows = reasons.filter((each) => each.count > 0).sort((a, b) => shares.indexOf(a.share) - shares.indexOf(b.share) || b.count - a.count);
  if (rows.length === 0) return null;
  return (
    <ul className={classes.reasons} aria-label={t('dispatches.coverage.why')}>
      {rows.map((each) => (
        <li key={each.share + each.channel + each.reason} data-share={each.share}>
          <span className={classes.term}><span className={classes.swatch} aria-hidden="true" /><span>{t(`dispatches.share.${each.share}`)}{each.channel && `, ${t(`dispatches.channel.${each.channel}`, each.channel)}`}{each.reason && `: ${say(each.reason, each.channel)}`}</span></span>
          <bdi>{numberWords(each.count, i18n.language)}</bdi>
        </li>
      ))}
    </ul>
  );
}

/** The same by society, and the groups that have no list: what the equation cannot count off. */
export function CoverageParts({ incident }: { incident: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(coverageQuery(incident));
  if (!data || (data.parties.length < 2 && data.unnamed_count === 0)) return null;
  return (
    <Section title={t('dispatches.coverage.bySociety')}>
      <Stack gap="md">
        {data.parties.length > 1 && <Parties incident={incident} data={data} />}
        {data.unnamed_count > 0 && (
          <div>
            <Text size="sm" fw={550}>{t('dispatches.coverage.unnamed', { count: data.unnamed_count })}</Text>
            <Text size="sm" c="dimmed" mb={4}>{t('dispatches.coverage.unnamedText')}</Text>
            <ul className={classes.reasons}>
              {data.unnamed.map((each) => <li key={each.group_id}><bdi>{each.party} · {each.group}</bdi><RangeCount range={each.count} unit="count" /></li>)}
            </ul>
            {data.unnamed_count > data.unnamed.length && <Text size="sm" c="dimmed">{t('dispatches.coverage.more', { count: data.unnamed_count - data.unnamed.length })}</Text>}
          </div>
        )}
      </Stack>
    </Section>
  );
}

const shown = 12;

function Parties({ incident, data }: { incident: string; data: Coverage }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const [open, setOpen] = useState('');
  const rows = [...data.parties].sort((a, b) => b.affected - a.affected);
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <caption><VisuallyHidden>{t('dispatches.coverage.bySociety')}</VisuallyHidden></caption>
        <thead>
          <tr>
            <th scope="col">{t('dispatches.coverage.society')}</th>
            <th scope="col" aria-label={t('dispatches.coverage.picture')} />
            <th scope="col">{t('dispatches.coverage.affected')}</th>
            {shares.map((share) => <th key={share} scope="col">{t(`dispatches.share.${share}`)}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, all ? undefined : shown).map((row) => (
            <Fragment key={row.party_id}>
              <tr>
                <th scope="row">
                  <UnstyledButton className={classes.opens} aria-expanded={open === row.party_id} onClick={() => setOpen(open === row.party_id ? '' : row.party_id)}><bdi>{row.party}</bdi></UnstyledButton>
                </th>
                <Numbers row={row} />
              </tr>
              {open === row.party_id && <Groups incident={incident} party={row.party_id} />}
            </Fragment>
          ))}
        </tbody>
      </table>
      {rows.length > shown && <Button variant="subtle" size="xs" mt={4} className="no-print" onClick={() => setAll(!all)}>{all ? t('dispatches.coverage.fewer') : t('dispatches.coverage.all', { count: rows.length })}</Button>}
    </div>
  );
}

/** The groups of one society, under its row. */
function Groups({ incident, party }: { incident: string; party: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(coverageGroupsQuery(incident, { party_id: party }));
  if (error && !data) return <tr><td colSpan={8}><ProblemBox problem={error} onRetry={() => void refetch()} /></td></tr>;
  return data?.items.map((group) => (
    <tr key={group.group_id} className={classes.under}>
      <th scope="row"><bdi>{group.group || t('broadcasts.noGroup')}</bdi></th>
      <Numbers row={group} />
    </tr>
  ));
}

function Numbers({ row }: { row: Equation }) {
  const { i18n } = useTranslation();
  return (
    <>
      <td><Bar equation={row} small /></td>
      <td>{numberWords(row.affected, i18n.language)}</td>
      {shares.map((share) => <td key={share}>{numberWords(row[share], i18n.language)}</td>)}
    </>
  );
}
