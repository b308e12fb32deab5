import { describe, expect, it } from 'vitest';
import { bestQuestions, outcomeLook } from './determination';

describe('questions worth answering', () => {
  it('puts first what bears on most duties that cannot be told yet', () => {
    const rows = [
      { effective: 'undetermined' as const, needs: ['encrypted_at_rest', 'cause'] },
      { effective: 'undetermined' as const, needs: ['cause', 'cause'] },
      { effective: 'required' as const, needs: ['encrypted_at_rest', 'encrypted_at_rest'] },
    ];
    expect(bestQuestions(rows)).toEqual([{ need: 'cause', duties: 2 }, { need: 'encrypted_at_rest', duties: 1 }]);
  });
});

it('an outcome is never shown as late: only a clock can be', () => {
  expect(Object.values(outcomeLook).map((look) => look.state)).not.toContain('late');
});
