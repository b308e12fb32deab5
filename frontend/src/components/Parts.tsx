import type { ReactNode } from 'react';
import classes from './Parts.module.css';

/** The parts of a page one under the other, all with the same distance, whether a part is a section or not. */
export function Parts({ children }: { children: ReactNode }) {
  return <div className={classes.parts}>{children}</div>;
}
