import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { stateIcon, type State } from '@/lib/state';
import { Icon, type IconName } from './Icon';
import classes from './StateBadge.module.css';

/** A state by word, icon and colour together. `children` replaces the word where a more exact one is known. */
export function StateBadge({ state, children, icon }: { state: State; children?: ReactNode; icon?: IconName }) {
  const { t } = useTranslation();
  return (
    <span className={classes.badge} data-state={state}>
      <Icon name={icon ?? stateIcon[state]} size={15} />
      <span>{children ?? t(`common.state.${state}`)}</span>
    </span>
  );
}
