import { beforeEach, describe, expect, it } from 'vitest';
import { draftsHere, draftsOf, forgetDraftsHere, mergeDrafts, putDraftsBack } from './draft';

const now = Date.now();

function write(account: string, key: string, value: unknown, at = now) {
  localStorage.setItem(`candour-draft:${account}:${key}`, JSON.stringify({ at, value }));
}

describe('drafts of several people on one device', () => {
  beforeEach(() => {
    localStorage.clear();
    draftsOf('ines');
  });

  it('are shown to their owner only', () => {
    write('ines', 'fact:1', { note: 'mine' });
    write('paul', 'fact:1', { note: 'his' });
    expect(draftsHere()).toEqual([{ key: 'fact:1', at: now, value: { note: 'mine' } }]);
    draftsOf('paul');
    expect(draftsHere()[0]?.value).toEqual({ note: 'his' });
  });

  it('leave the device with their owner, and come back', () => {
    write('ines', 'fact:1', { note: 'half a sentence' });
    const kept = JSON.stringify(mergeDrafts('', draftsHere()));
    forgetDraftsHere();
    expect(localStorage.length).toBe(0);
    expect(putDraftsBack(kept)).toBe(true);
    expect(draftsHere()).toEqual([{ key: 'fact:1', at: now, value: { note: 'half a sentence' } }]);
  });

  it('keep the later of two of the same form, whichever device it came from', () => {
    write('ines', 'fact:1', 'later');
    write('ines', 'fact:2', 'earlier', now - 1000);
    const elsewhere = JSON.stringify([{ key: 'fact:1', at: now - 5000, value: 'old' }, { key: 'fact:2', at: now, value: 'new' }, { key: 'fact:3', at: now, value: 'only there' }]);
    expect(putDraftsBack(elsewhere)).toBe(true);
    expect(Object.fromEntries(draftsHere().map((draft) => [draft.key, draft.value]))).toEqual({ 'fact:1': 'later', 'fact:2': 'new', 'fact:3': 'only there' });
  });

  it('are not lost to something unreadable', () => {
    write('ines', 'fact:1', 'mine');
    for (const odd of ['', '{', '{"a":1}', '[1,null,{"key":7}]']) expect(mergeDrafts(odd, draftsHere())).toEqual([{ key: 'fact:1', at: now, value: 'mine' }]);
  });
});
