/** One clock on the picture: a bar from its anchor to its due time. */
export type Bar = { from: number; to: number };
export type Span = { start: number; end: number };

const hour = 3_600_000;
const day = 24 * hour;

/**
 * The stretch of time that is drawn: always around now, wide enough for the bars near it. A clock of a year must not squeeze those of
 * this week into a line, so the picture ends three weeks ahead and a longer bar runs out of it.
 */
export function spanOf(bars: Bar[], now: number): Span {
  const from = Math.min(now - 12 * hour, ...bars.map((bar) => bar.from));
  const to = Math.max(now + 2 * day, ...bars.map((bar) => bar.to));
  const start = Math.max(from, now - 7 * day);
  const end = Math.min(to, now + 21 * day);
  const margin = (end - start) * 0.03;
  return { start: start - margin, end: end + margin };
}

export type Placed = { left: number; width: number; cutBefore: boolean; cutAfter: boolean };

/** Where the bar stands, in percent of the picture. What lies wholly outside becomes a stub at that edge. */
export function place(bar: Bar, span: Span): Placed {
  const share = (at: number) => (100 * (Math.min(Math.max(at, span.start), span.end) - span.start)) / (span.end - span.start);
  const left = Math.min(share(bar.from), 99);
  const right = Math.max(share(bar.to), left + 1);
  return { left, width: right - left, cutBefore: bar.from < span.start, cutAfter: bar.to > span.end };
}

/** Round marks: midnights of the reader's zone where they fit, at most eight. */
export function ticksOf(span: Span): number[] {
  const days = (span.end - span.start) / day;
  const step = [1, 2, 3, 7, 14, 30].find((each) => days / each <= 8) ?? 30;
  const first = new Date(span.start);
  first.setHours(0, 0, 0, 0);
  const ticks: number[] = [];
  for (let at = first; at.getTime() <= span.end; at.setDate(at.getDate() + step)) {
    if (at.getTime() >= span.start) ticks.push(at.getTime());
  }
  return ticks;
}
