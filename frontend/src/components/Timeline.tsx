import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useNow } from '@/lib/clock';
import type { State } from '@/lib/state';
import { localeOf } from '@/lib/time';
import { place, spanOf, ticksOf, type Span } from '@/lib/timeline';
import { TimeLeft } from './Clock';
import classes from './Timeline.module.css';

export type TimelineItem = {
  id: string;
  group: string;
  groupTo?: string;
  label: string;
  to?: string;
  /** Start of the clock. */
  from: string;
  dueAt?: string | null;
  targetAt?: string | null;
  state: State;
};

type Props = {
  /** States the finding: "2 clocks are late, 3 end within a day". */
  title: string;
  items: TimelineItem[];
};

/**
 * Clocks as bars from anchor to due time, with the present as a line. Bars are drawn; all words are text, so that they wrap, mirror and
 * print. The table that belongs to it stands beside it on the page and carries the same facts for screen readers.
 */
export function Timeline({ title, items }: Props) {
  const { i18n } = useTranslation();
  const now = useNow();
  const titleId = useId();
  const bars = items.map((item) => barOf(item, now));
  const span = spanOf(bars, now);
  const ticks = ticksOf(span);
  const tickWords = new Intl.DateTimeFormat(localeOf(i18n.language), { weekday: 'short', day: 'numeric', month: 'short' });
  const groups = [...new Set(items.map((item) => item.group))];

  return (
    <figure className={classes.figure} aria-labelledby={titleId}>
      <figcaption id={titleId} className={classes.title}>{title}</figcaption>
      <div className={classes.picture} aria-hidden="true">
        <div className={classes.axis}>
          <div className={classes.track}>
            {ticks.map((tick) => (
              <span key={tick} className={classes.tick} style={{ insetInlineStart: `${percent(tick, span)}%` }}><bdi>{tickWords.format(tick)}</bdi></span>
            ))}
          </div>
        </div>
        {groups.map((group) => {
          const inGroup = items.filter((item) => item.group === group);
          const to = inGroup[0]?.groupTo;
          return (
            <div key={group} className={classes.group}>
              <div className={classes.groupName}>{to ? <Link to={to} tabIndex={-1}>{group}</Link> : group}</div>
              {inGroup.map((item) => (
                <div key={item.id} className={classes.row}>
                  <div className={classes.label}>{item.to ? <Link to={item.to} tabIndex={-1}>{item.label}</Link> : item.label}</div>
                  <Track item={item} span={span} now={now} ticks={ticks} />
                  <div className={classes.left}><TimeLeft state={item.state} dueAt={item.dueAt} targetAt={item.targetAt} /></div>
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </figure>
  );
}

function Track({ item, span, now, ticks }: { item: TimelineItem; span: Span; now: number; ticks: number[] }) {
  const { left, width, cutBefore, cutAfter } = place(barOf(item, now), span);
  const bounded = Boolean(item.dueAt ?? item.targetAt);
  return (
    <div className={classes.track}>
      <svg width="100%" height="24" className={classes.bars}>
        {ticks.map((tick) => <line key={tick} x1={`${percent(tick, span)}%`} x2={`${percent(tick, span)}%`} y1="0" y2="24" className={classes.grid} />)}
        <rect x={`${left}%`} width={`${width}%`} y="7" height="10" rx={cutBefore || cutAfter ? 0 : 3} data-state={item.state}
          data-open={!item.dueAt || undefined} className={classes.bar} />
        {bounded && !cutAfter && <rect x={`${left + width}%`} width="3" y="3" height="18" data-state={item.state} className={classes.end} />}
        <line x1={`${percent(now, span)}%`} x2={`${percent(now, span)}%`} y1="0" y2="24" className={classes.now} />
      </svg>
    </div>
  );
}

function percent(at: number, span: Span): number {
  return (100 * (at - span.start)) / (span.end - span.start);
}

// A clock without any limit is drawn up to now: it runs, but nothing ends it.
function barOf(item: TimelineItem, now: number) {
  const from = Date.parse(item.from);
  const end = item.dueAt ?? item.targetAt;
  return { from, to: end ? Date.parse(end) : Math.max(now, from) };
}
