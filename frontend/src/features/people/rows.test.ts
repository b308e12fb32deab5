import { describe, expect, it } from 'vitest';
import type { PeopleImport } from './api';
import { addsUp, choose, progressOf, tellsApart } from './rows';

const done = { state: 'done', size: 1000, bytes_read: 1000, total_count: 10, accepted_count: 6, duplicate_count: 2, rejected_count: 1, quarantined_count: 1 } as PeopleImport;

describe('rows of a file', () => {
  it('are all in one of four ends', () => expect(addsUp(done)).toBe(true));
  it('a row that is nowhere is noticed', () => expect(addsUp({ ...done, total_count: 11 })).toBe(false));
});

describe('progress', () => {
  it('is what was read of the file', () => expect(progressOf({ ...done, state: 'running', bytes_read: 505 })).toBe(50));
  it('is not whole before the server says so', () => expect(progressOf({ ...done, state: 'running' })).toBe(99));
  it('of an empty file is no division by zero', () => expect(progressOf({ ...done, state: 'queued', size: 0 })).toBe(0));
});

describe('the columns', () => {
  it('a field moves to the column chosen last', () => expect(choose({ name: 0, email: 1 }, 2, 'name')).toEqual({ email: 1, name: 2 }));
  it('a column fills one field', () => expect(choose({ name: 0 }, 0, 'reference')).toEqual({ reference: 0 }));
  it('a column can be left out', () => expect(choose({ name: 0, email: 1 }, 1, null)).toEqual({ name: 0 }));
  it('a country alone tells nobody apart', () => {
    expect(tellsApart({ country: 0 })).toBe(false);
    expect(tellsApart({ country: 0, telephone: 3 })).toBe(true);
  });
});
