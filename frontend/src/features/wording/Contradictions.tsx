import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { NotKnownYet } from '@/components/NotKnownYet';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import type { Contradiction } from './api';
import classes from './Wording.module.css';

/** What readers are told in two ways at once, side by side, and what the fact says. */
export function Contradictions({ items }: { items: Contradiction[] }) {
  const { t } = useTranslation();
  return (
    <>
      {items.map((each) => (
        <div key={each.key} className={classes.against}>
          <h3>{each.label}</h3>
          <Text size="sm">{t('wording.factSays')} {each.now ? <bdi>{each.now}</bdi> : <NotKnownYet />}</Text>
          <div className={classes.sides}>
            {each.sides.map((side) => (
              <div key={side.value} className={classes.side}>
                <Text size="sm" fw={550}><bdi>{side.value.replaceAll('-', ' ')}</bdi></Text>
                <StateBadge state={side.agree ? 'done' : 'soon'}>{t(side.agree ? 'wording.agrees' : 'wording.differs')}</StateBadge>
                <ul>
                  {side.said.map((said) => (
                    <li key={`${said.piece?.id ?? said.outside}${said.piece?.variant ?? ''}${said.language}${said.sentence}`}>
                      <Text size="sm" lang={said.language} dir="auto">{said.sentence}</Text>
                      <Text size="xs" c="dimmed"><bdi>{said.piece?.title ?? said.who}</bdi> · <When at={said.at} /></Text>
                    </li>
                  ))}
                </ul>
              </div>
            ))}
          </div>
        </div>
      ))}
    </>
  );
}
