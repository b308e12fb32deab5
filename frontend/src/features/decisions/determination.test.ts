import { describe, expect, it } from 'vitest';
import { bestQuestions, mainReason, outcomeLook } from './determination';

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

describe('the reason that is shown first', () => {
  it('is the one that decides, not the role', () => {
    expect(mainReason(["The party's role: controller.", 'Risk to people is high, which reaches the threshold: risk.'])).toMatch(/^Risk/);
  });
  it('is the role when there is nothing else, and nothing when there is none', () => {
    expect(mainReason(["The party's role: host."])).toMatch(/host/);
    expect(mainReason([])).toBe('');
  });
});

it('an outcome is never shown as late: only a clock can be', () => {
  expect(Object.values(outcomeLook).map((look) => look.state)).not.toContain('late');
});
