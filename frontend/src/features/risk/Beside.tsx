import { Button, List, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { levelOf, type Risk } from './risk';
import classes from './Risk.module.css';
import { Score } from './Score';

/** What stands beside the rules and never instead of them: the score, the closest published cases, and what can happen to people. */
export function Beside({ risk }: { risk: Risk }) {
  const { t } = useTranslation();
  const [harms, setHarms] = useState(few);
  return (
    <aside className={classes.beside}>
      <Text size="sm" c="dimmed">{t('risk.beside')}</Text>
      <Score score={risk.score} />
      <section>
        <Title order={3} mb={4}>{t('risk.precedents')}</Title>
        {risk.precedents.length === 0 && <Text size="sm" c="dimmed">{t('risk.precedentsNone')}</Text>}
        {risk.precedents.map((each) => <Precedent key={each.id} precedent={each} />)}
      </section>
      {risk.harms.length > 0 && (
        <section>
          <Title order={3} mb={4}>{t('risk.harms')}</Title>
          {risk.harms.slice(0, harms).map((each) => <Harm key={each.id} harm={each} />)}
          {risk.harms.length > harms && <Button className={classes.more} mt="xs" size="compact-xs" variant="subtle" onClick={() => setHarms(risk.harms.length)}>{t('risk.harmsMore', { count: risk.harms.length - harms })}</Button>}
        </section>
      )}
    </aside>
  );
}

const few = 3;

function Precedent({ precedent }: { precedent: Risk['precedents'][number] }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const { differences } = precedent;
  return (
    <div className={classes.item}>
      <Text size="sm" fw={550}>{precedent.name}: {precedent.title}</Text>
      <Text size="xs" c="dimmed">
        {t(`risk.likeness.${precedent.likeness as 'close'}`, { defaultValue: precedent.likeness })} · {t('risk.ended', { level: t(`risk.levels.${levelOf(precedent.risk_level)}`).toLowerCase() })}
      </Text>
      <Text size="sm" mt={2}>{precedent.summary}</Text>
      {differences.length > 0 && (
        <>
          <Text size="xs" c="dimmed" mt={4}>{t('risk.differences')}</Text>
          <List size="xs" spacing={2}>{(all ? differences : differences.slice(0, few)).map((text) => <List.Item key={text}>{text}</List.Item>)}</List>
          {differences.length > few && (
            <Button className={classes.more} size="compact-xs" variant="subtle" aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? t('risk.fewer') : t('risk.allDifferences', { count: differences.length - few })}
            </Button>
          )}
        </>
      )}
      <Text size="xs" c="dimmed">{precedent.document}</Text>
    </div>
  );
}

function Harm({ harm }: { harm: Risk['harms'][number] }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <div className={classes.item}>
      <Text size="sm" fw={550}>{harm.name}</Text>
      <Text size="sm">{harm.sentence}</Text>
      {harm.can_do.length > 0 && <Button className={classes.more} size="compact-xs" variant="subtle" aria-expanded={open} onClick={() => setOpen(!open)}>{t('risk.canDo')}</Button>}
      {open && (
        <>
          <List size="sm" spacing={2}>{harm.can_do.map((text) => <List.Item key={text}>{text}</List.Item>)}</List>
          {harm.sources.map((source) => <Text key={source} size="xs" c="dimmed">{source}</Text>)}
        </>
      )}
    </div>
  );
}
