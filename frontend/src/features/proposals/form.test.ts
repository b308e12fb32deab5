import { expect, it } from 'vitest';
import type { OwnForm } from './api';
import { answered, begin, bodyOf, entriesOf, keyOf, placeOf, said } from './form';

const draft = (answers: object[]) => ({ draft: { answers }, groups: [], known: [] }) as unknown as OwnForm;

it('a draft comes back as it was written on another telephone', () => {
  const entries = entriesOf(draft([
    { question: 'people-count', group_id: 'g1', certainty: 'likely', value: { count: { min: 3, max: 9, exact: false } }, source: 'Register', note: '' },
    { question: 'awareness', group_id: null, certainty: 'reported', value: { at: '2022-01-18T17:00:00Z', zone: 'Europe/Paris', reason: 'The log.' }, source: '', note: 'n' },
  ]));
  expect(Object.keys(entries)).toEqual(['people-count-g1', 'awareness']);
  expect(entries.awareness?.time).toEqual({ date: '2022-01-18', time: '18:00', zone: 'Europe/Paris' });
  const [count, awareness] = bodyOf(entries);
  expect(count).toMatchObject({ group_id: 'g1', certainty: 'likely', value: { count: { min: 3, max: 9 } }, source: 'Register' });
  expect(awareness).toMatchObject({ value: { at: '2022-01-18T17:00:00Z', zone: 'Europe/Paris', reason: 'The log.' }, note: 'n' });
});

it('a time that is half typed is no time, and what else was typed is kept', () => {
  const entry = { ...begin('awareness'), time: { date: '2022-01-18', time: '', zone: 'UTC' }, value: { reason: 'The log.' } };
  expect(bodyOf({ awareness: entry })[0]?.value).toEqual({ reason: 'The log.', at: undefined, zone: 'UTC' });
});

it('an answer begins with what is known, but never with the reason of another moment or a list nobody ticked', () => {
  expect(begin('people-count', { count: { min: 5, max: 5, exact: true } }, 'g').value.count).toEqual({ min: 5, max: 5, exact: true });
  expect(begin('awareness', { at: '2022-01-18T17:00:00Z', zone: 'UTC', reason: 'Old.' }).value.reason).toBeUndefined();
  expect(begin('channels', { text: 'Safe: letter.' }).value).toEqual({});
});

it('numbers of many groups are one question', () => {
  const entries = { a: begin('people-count', {}, 'a'), b: begin('people-count', {}, 'b'), law: begin('law') };
  expect(answered(entries)).toBe(2);
  expect(keyOf('people-count', null, 'Volunteers')).toBe('people-count-Volunteers');
  expect(placeOf('people-count')).toBe('people-count-other');
});

it('nothing said is told from something said', () => {
  expect(said({ count: { min: null, max: null, exact: false }, at: null })).toBe(false);
  expect(said({ count: { min: 0, max: 0, exact: true } })).toBe(true);
  expect(said({ unsafe: ['call'] })).toBe(true);
});
