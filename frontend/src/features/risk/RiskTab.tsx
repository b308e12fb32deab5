import { Anchor, Button, List, Select, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Icon } from '@/components/Icon';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { useFactLabels } from '@/features/facts/labels';
import { useIncident, type Incident } from '@/features/incidents/incident';
import { addressOfNeed } from '@/features/questions/questions';
import { Beside } from './Beside';
import { Groups } from './Groups';
import { LevelBadge } from './LevelBadge';
import { gravestFirst, levelLook, levelOf, partiesOf, riskQuery, worstFirst, type Risk } from './risk';
import classes from './Risk.module.css';

/** How high the risk to people is, by which rules, and what could still change it. */
export function Component() {
  const { t } = useTranslation();
  const incident = useIncident();
  const query = useQuery(riskQuery(incident.id));
  const [chosen, setChosen] = useState(0);
  if (query.error && !query.data) return <ProblemBox problem={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Stack><Skeleton height={96} /><Skeleton height={320} /></Stack>;
  const list = worstFirst(query.data.items.filter((each) => each.groups.length > 0));
  const risk = list[Math.min(chosen, list.length - 1)];
  if (!risk) return <Text size="sm">{t('risk.none')}</Text>;
  const level = levelOf(risk.level);
  const names = (each: Risk) => {
    const parties = partiesOf(each);
    return parties.length > 1 ? t('risk.andMore', { first: parties[0], count: parties.length - 1 }) : (parties[0] ?? '');
  };

  return (
    <div className={classes.columns}>
      <div>
        <section className={classes.level}>
          <Text size="sm" c="dimmed">{t('risk.title')}</Text>
          <Title order={2} className={classes.big}><Icon name={levelLook[level].icon} size={26} /> {t(`risk.levels.${level}`)}</Title>
          <Text mt={4}>{t(`risk.sentence.${level}`)}</Text>
          {list.length > 1
            ? <Select mt="sm" maw={400} size="xs" label={t('risk.shownFor')} allowDeselect={false} value={String(chosen)} onChange={(value) => setChosen(Number(value ?? 0))}
                data={list.map((each, index) => ({ value: String(index), label: `${names(each)}: ${t(`risk.levels.${levelOf(each.level)}`).toLowerCase()}` }))} />
            : partiesOf(risk).length > 0 && <Text size="sm" c="dimmed" mt={4}>{t('risk.shownFor')}: <bdi>{names(risk)}</bdi></Text>}
        </section>
        <Differs key={chosen} lines={risk.difference} />
        <Rules risk={risk} incident={incident} />
        <Groups key={`groups${chosen}`} incident={incident} groups={risk.groups} />
      </div>
      <Beside key={`beside${chosen}`} risk={risk} />
    </div>
  );
}

function Rules({ risk, incident }: { risk: Risk; incident: Incident }) {
  const { t } = useTranslation();
  const label = useFactLabels([...risk.unknown, ...risk.rules.flatMap((rule) => rule.needs)]);
  const hold = gravestFirst(risk.rules, 'yes');
  const may = gravestFirst(risk.rules, 'unknown');
  const ask = (key: string) => <Anchor key={key} component={Link} size="sm" to={addressOfNeed(key, { incident_id: incident.id, party: '' })}>{label(key)}</Anchor>;
  return (
    <>
      <Section title={t('risk.hold')}>
        {hold.length === 0 && <Text size="sm">{t('risk.holdNone')}</Text>}
        <ol className={classes.rules}>{hold.map((rule) => <li key={rule.id}><Rule rule={rule} /></li>)}</ol>
      </Section>
      {may.length > 0 && (
        <Section title={t('risk.may')}>
          <ol className={classes.rules}>
            {may.map((rule) => (
              <li key={rule.id}>
                <Rule rule={rule} />
                {rule.needs.length > 0 && <div className={classes.needs}><Text size="sm" c="dimmed" span>{t('risk.wouldSay')}</Text>{rule.needs.map(ask)}</div>}
              </li>
            ))}
          </ol>
        </Section>
      )}
      {risk.unknown.length > 0 && (
        <Section title={t('risk.unknown')}>
          <List size="sm" spacing={4}>{risk.unknown.map((key) => <List.Item key={key}>{ask(key)}</List.Item>)}</List>
        </Section>
      )}
    </>
  );
}

function Rule({ rule }: { rule: Risk['rules'][number] }) {
  return (
    <>
      <div><LevelBadge level={rule.gives} /></div>
      <Text size="sm">{rule.says}</Text>
      <Text size="xs" c="dimmed">{rule.source}</Text>
    </>
  );
}

const few = 3;

function Differs({ lines }: { lines: string[] }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  if (lines.length === 0) return null;
  return (
    <Section title={t('risk.differs')}>
      <List size="sm" spacing={4}>{(all ? lines : lines.slice(0, few)).map((line) => <List.Item key={line}>{line}</List.Item>)}</List>
      {!all && lines.length > few && <Button mt="xs" size="compact-sm" variant="subtle" onClick={() => setAll(true)}>{t('risk.differsMore', { count: lines.length - few })}</Button>}
    </Section>
  );
}
