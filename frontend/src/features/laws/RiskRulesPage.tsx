import { Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Facts } from '@/components/Facts';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { wordLabel } from '@/features/facts/value';
import classes from './Laws.module.css';
import { riskRulesQuery } from './laws';
import { conditionWords } from './library';

const marks = { none_likely: ['done', 'check'], risk: ['soon', 'soon'], high_risk: ['late', 'late'] } as const;

/** How the risk to people is judged: the rules as they are run, read-only. */
export function Component() {
  const { t } = useTranslation();
  const query = useQuery(riskRulesQuery);
  if (query.error) return <ProblemBox problem={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton height={480} />;
  const { rules, factors, edition } = query.data;

  return (
    <>
      <Title order={2} mb={4}>{t('laws.risk.title')}</Title>
      <Text size="sm" mb="sm" maw={720}>{t('laws.risk.text')}</Text>
      <Text size="sm" c="dimmed" mb="lg" maw={720}>{t('laws.risk.beside')}</Text>
      {(['confidentiality', 'availability'] as const).map((side) => (
        <Section key={side} title={t(`laws.risk.sides.${side}`)}>
          <ul className={classes.rules}>
            {rules.filter((rule) => rule.side === side).map((rule) => (
              <li key={rule.id}>
                <StateBadge state={marks[rule.gives][0]} icon={marks[rule.gives][1]}>{t(`laws.risk.gives.${rule.gives}`)}</StateBadge>
                <Text fw={550} my={4}>{rule.says}</Text>
                <Facts
                  items={[
                    [t('laws.risk.when'), <Text key="c" span size="sm" c="dimmed">{conditionWords(rule.condition, {})}</Text>],
                    [t('laws.risk.source'), rule.source],
                    ...(rule.credit ? [[t('laws.risk.credit'), t('laws.risk.creditText', { kind: wordLabel(rule.credit).toLowerCase() })] as [string, string]] : []),
                  ]}
                />
              </li>
            ))}
          </ul>
        </Section>
      ))}
      <Section title={t('laws.risk.factors')}>
        <Text size="sm" c="dimmed" mb="md">{t('laws.risk.factorsText')}</Text>
        <Facts items={factors.map((factor) => [wordLabel(factor.name), <><Text key="s" size="sm">{factor.says}</Text><Text key="c" size="xs" c="dimmed">{conditionWords(factor.condition, {})}</Text></>])} />
      </Section>
      <Text size="xs" c="dimmed" mt="md">{t('laws.risk.edition', { edition })}</Text>
    </>
  );
}
