import { describe, expect, it } from 'vitest';
import type { BoardRow } from './api';
import { matches, needOf, standingOf } from './state';

const asked: BoardRow = {
  society_id: 's', society: 'A society', country: 'CH', region: '', circular_id: 'c', circular: 1, language: 'en', fallback: false, messages: 1, not_sent: false,
  sent_at: null, delivered_at: null, seen_at: null, answered_at: null, answer_by: '2022-01-22T12:00:00Z', silent: false, next_chase_at: null, escalated_at: null,
};
const at = '2022-01-21T12:00:00Z';
const row = (change: Partial<BoardRow>): BoardRow => ({ ...asked, ...change });

describe('how far a society is', () => {
  it.each<[string, Partial<BoardRow>, string]>([
    ['waits for its turn', {}, 'queued'],
    ['lies in the outbox of an exercise', { not_sent: true }, 'not_sent'],
    ['the relay took it', { sent_at: at }, 'sent'],
    ['a receipt came', { sent_at: at, delivered_at: at }, 'delivered'],
    ['a human has pressed', { sent_at: at, delivered_at: at, seen_at: at }, 'seen'],
    ['seen, then nothing until the time was over', { sent_at: at, seen_at: at, silent: true }, 'silent'],
    ['silent although the letter was refused: silence is what counts', { problem: 'refused', silent: true }, 'silent'],
    ['answered after the time was over', { sent_at: at, seen_at: at, answered_at: at, answer: 'acting' }, 'acting'],
    ['sent at first, then uncertain', { sent_at: at, problem: 'uncertain' }, 'uncertain'],
  ])('%s', (_name, change, standing) => expect(standingOf(row(change))).toBe(standing));
});

describe('who needs somebody now', () => {
  it.each<[string, Partial<BoardRow>, string | null]>([
    ['asks to be called, although it has answered', { answered_at: at, answer: 'call_me' }, 'call_me'],
    ['has answered: nobody', { answered_at: at, answer: 'declined', escalated_at: at }, null],
    ['a deferred letter is tried again by itself', { problem: 'deferred' }, null],
    ['has no contact: the telephone, even before it is silent', { problem: 'no_contact', silent: true }, 'no_contact'],
    ['the chase has come to an end', { silent: true, escalated_at: at }, 'escalated'],
    ['in time', { sent_at: at }, null],
  ])('%s', (_name, change, need) => expect(needOf(row(change))).toBe(need));
});

it('missing means not acknowledged: a press on "We have read it" alone is not an answer', () => {
  expect(matches(row({ seen_at: at }), 'missing')).toBe(true);
  expect(matches(row({ seen_at: at, answered_at: at, answer: 'declined' }), 'missing')).toBe(false);
  expect(matches(row({}), '')).toBe(true);
});
