import { expect, it } from 'vitest';
import { outcomeLook } from './determination';

it('an outcome is never shown as late: only a clock can be', () => {
  expect(Object.values(outcomeLook).map((look) => look.state)).not.toContain('late');
});
