import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { NotKnownYet } from '@/components/NotKnownYet';
import { useFactLabels } from '@/features/facts/labels';
import { useNow } from '@/lib/clock';
import { changeWords, type FactChange } from './difference';
import classes from './Differences.module.css';

/** Old value, arrow, new value. */
export function FromTo({ from, to }: { from: string; to: string }) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const say = (value: string) => {
    const words = changeWords(value, t, i18n.language, now);
    return words === null ? <NotKnownYet /> : <bdi>{words}</bdi>;
  };
  return (
    <Text size="sm" component="div">
      <span className={classes.was}>{say(from)}</span>
      <span className={classes.arrow} aria-label={t('differences.becomes')} role="img">→</span>
      <strong>{say(to)}</strong>
    </Text>
  );
}

/** What a change is about, in words. */
export function useChangeText(changes: FactChange[]): (change: FactChange) => string {
  const label = useFactLabels(changes.filter((change) => change.fact.startsWith('other.')).map((change) => change.fact));
  return (change) => (change.fact.startsWith('other.') ? label(change.fact) : change.text);
}

export function FactChanges({ changes }: { changes: FactChange[] }) {
  const text = useChangeText(changes);
  return (
    <ul className={classes.changes}>
      {changes.map((change) => (
        <li key={`${change.about} ${change.fact}`}>
          <div>
            <Text size="sm" fw={550}>{text(change)}</Text>
            {change.about && <Text size="xs" c="dimmed"><bdi>{change.about}</bdi></Text>}
          </div>
          <FromTo from={change.from} to={change.to} />
        </li>
      ))}
    </ul>
  );
}
