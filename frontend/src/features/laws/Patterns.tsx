import classes from './WorldMap.module.css';
import type { Level } from './library';

/** Lines and dots over the colours, so that the levels are told apart without them. Ids are per picture: a pattern is found by its id. */
export function Patterns({ scope, only, scale = 1 }: { scope: string; only?: Level; scale?: number }) {
  const show = (level: Level) => !only || only === level;
  const grow = `scale(${scale})`;
  return (
    <defs>
      {show('three') && (
        <pattern id={`${scope}-three`} width="10" height="10" patternUnits="userSpaceOnUse" patternTransform={`${grow} rotate(45)`}>
          <path d="M0 5H10" className={classes.ink} data-on="dark" strokeWidth="2.4" />
        </pattern>
      )}
      {show('longer') && (
        <pattern id={`${scope}-longer`} width="10" height="10" patternUnits="userSpaceOnUse" patternTransform={grow}>
          <circle cx="3" cy="3" r="1.7" className={classes.spot} />
          <circle cx="8" cy="8" r="1.7" className={classes.spot} />
        </pattern>
      )}
      {show('later') && (
        <pattern id={`${scope}-later`} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform={`${grow} rotate(-45)`}>
          <path d="M0 4H8" className={classes.ink} data-on="light" strokeWidth="2.6" />
        </pattern>
      )}
    </defs>
  );
}
