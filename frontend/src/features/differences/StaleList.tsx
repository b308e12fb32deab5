import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { StateBadge } from '@/components/StateBadge';
import { Passages } from '@/features/wording/Passages';
import { FromTo } from './Change';
import { addressOf, type Stale } from './difference';
import classes from './Differences.module.css';

/** What was written with a value that is another now, and what each asks for. Nothing is taken back by itself. */
export function StaleList({ incident, stale }: { incident: string; stale: Stale[] }) {
  const { t } = useTranslation();
  return (
    <ul className={classes.changes}>
      {stale.map((each) => {
        const out = each.asks === 'correction' || each.asks === 'supplement';
        return (
          <li key={`${each.id} ${each.state}`}>
            <div>
              <Text size="sm" fw={550}><bdi>{each.title}</bdi></Text>
              <Text size="xs" c="dimmed" mb={4}>{t(`differences.kind.${each.kind as 'statement'}`, { defaultValue: each.kind })} · {t(`differences.textState.${each.state as 'draft'}`, { defaultValue: each.state })}</Text>
              <StateBadge state={out ? 'soon' : 'none'} icon={out ? 'soon' : 'words'}>{t(`differences.asks.${each.asks}`)}</StateBadge>
              {each.asks !== 'follows' && (
                <Text size="sm" mt={4} className="no-print"><Anchor component={Link} to={addressOf(incident, each)}>{t(`differences.start.${each.asks}`)}</Anchor></Text>
              )}
            </div>
            <div>
              {each.changes.map((change) => (
                <div key={change.placeholder}>
                  <Text size="xs" c="dimmed">{change.label}</Text>
                  <FromTo from={change.from} to={change.to} />
                </div>
              ))}
              {each.passages.length > 0 && <Passages incident={incident} piece={each.id} kind={each.kind} state={each.state} passages={each.passages} />}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
