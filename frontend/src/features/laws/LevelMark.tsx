import { useId } from 'react';
import { Patterns } from './Patterns';
import classes from './WorldMap.module.css';
import type { Level } from './library';

/** The sample of a level, drawn as on the map. */
export function LevelMark({ level }: { level: Level }) {
  const scope = `mark${useId().replaceAll(/[^\w]/g, '')}`;
  return (
    <svg width={20} height={14} viewBox="0 0 20 14" aria-hidden="true" focusable="false">
      <Patterns scope={scope} only={level} scale={0.5} />
      <rect x="0.5" y="0.5" width="19" height="13" rx="2" className={classes.country} data-level={level} />
      {hatched(level) && <rect x="0.5" y="0.5" width="19" height="13" rx="2" fill={`url(#${scope}-${level})`} />}
    </svg>
  );
}

export function hatched(level: Level | undefined): level is 'three' | 'longer' | 'later' {
  return level === 'three' || level === 'longer' || level === 'later';
}
