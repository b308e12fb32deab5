import { expect, it } from 'vitest';
import { clock, minutesOf } from './hours';

it('writes minutes as a clock and reads them back', () => {
  expect(clock(0)).toBe('00:00');
  expect(clock(605)).toBe('10:05');
  expect(minutesOf('10:05', false)).toBe(605);
});

it('takes midnight as the beginning of a day when it begins, and as its end when it ends', () => {
  expect(minutesOf('00:00', false)).toBe(0);
  expect(minutesOf('00:00', true)).toBe(1440);
  expect(clock(1440 % 1440)).toBe('00:00');
});
