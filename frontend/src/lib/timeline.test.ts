import { describe, expect, it } from 'vitest';
import { place, spanOf, ticksOf } from './timeline';

const now = Date.parse('2022-01-20T12:00:00Z');
const day = 86_400_000;

describe('the picture of the clocks', () => {
  it('always shows now, even without any clock', () => {
    const span = spanOf([], now);
    expect(span.start).toBeLessThan(now);
    expect(span.end).toBeGreaterThan(now);
  });
  it('does not let a clock of a year squeeze the others', () => {
    const span = spanOf([{ from: now - day, to: now + 365 * day }], now);
    expect(span.end - now).toBeLessThan(24 * day);
    expect(place({ from: now - day, to: now + 365 * day }, span)).toMatchObject({ cutAfter: true, cutBefore: false });
  });
  it('keeps a stub of a clock that ended long ago', () => {
    const span = spanOf([{ from: now - 90 * day, to: now - 60 * day }], now);
    expect(place({ from: now - 90 * day, to: now - 60 * day }, span)).toMatchObject({ left: 0, width: 1, cutBefore: true });
  });
  it('has a handful of marks', () => {
    const ticks = ticksOf(spanOf([{ from: now, to: now + 20 * day }], now));
    expect(ticks.length).toBeGreaterThan(2);
    expect(ticks.length).toBeLessThan(10);
  });
});
