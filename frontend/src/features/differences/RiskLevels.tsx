import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './Differences.module.css';

type Row = { group: string; party: string; from: string; to: string };

/** Groups of people that stand at another level of risk. */
export function RiskLevels({ rows }: { rows: Row[] }) {
  const { t } = useTranslation();
  const level = (word: string) => t(`differences.risk.${(word || 'open') as 'open'}`);
  return (
    <ul className={classes.changes}>
      {rows.map((row) => (
        <li key={`${row.party} ${row.group}`}>
          <div>
            <Text size="sm" fw={550}><bdi>{row.group}</bdi></Text>
            <Text size="xs" c="dimmed"><bdi>{row.party}</bdi></Text>
          </div>
          <Text size="sm" component="div">
            <span className={classes.was}>{level(row.from)}</span>
            <span className={classes.arrow} role="img" aria-label={t('differences.becomes')}>→</span>
            <strong>{level(row.to)}</strong>
          </Text>
        </li>
      ))}
    </ul>
  );
}
