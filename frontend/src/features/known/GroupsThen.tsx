import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '@/components/Section';
import classes from './Known.module.css';
import type { Known } from './moments';

/** How many people groups stood at which level of risk, and which stand elsewhere now. */
export function GroupsThen({ then, now }: { then: Known; now: Known }) {
  const { t } = useTranslation();
  if (then.groups.length === 0) return null;
  const key = (group: Known['groups'][number]) => `${group.party}|${group.group}`;
  const later = new Map(now.groups.map((group) => [key(group), group.level]));
  const level = (word: string | undefined) => t(`differences.risk.${(word || 'open') as 'open'}`);
  const moved = then.groups.filter((group) => later.get(key(group)) !== group.level);
  const count = (word: string) => then.groups.filter((group) => (group.level || 'open') === word).length;
  return (
    <Section title={t('known.groups', { count: then.groups.length })}>
      <dl className={classes.counts}>
        {(['high_risk', 'risk', 'none_likely', 'open'] as const).map((word) => <div key={word}><dt>{level(word)}</dt><dd>{count(word)}</dd></div>)}
      </dl>
      {moved.length === 0 && <Text size="sm" c="dimmed">{t('known.groupsSame')}</Text>}
      <ul className={classes.rows}>
        {moved.map((group) => (
          <li key={key(group)} data-differs="true">
            <div><Text size="sm"><bdi>{group.group}</bdi></Text><Text size="xs" c="dimmed"><bdi>{group.party}</bdi></Text></div>
            <div><Text size="sm" fw={550}>{level(group.level)}</Text><Text size="xs">{t('known.nowSays')} {level(later.get(key(group)))}</Text></div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
