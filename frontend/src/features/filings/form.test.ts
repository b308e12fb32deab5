import { describe, expect, it } from 'vitest';
import type { Answer } from './api';
import { changed, gapsFirst, isGap, leftOf, sections } from './form';

const answer = (key: string, more: Partial<Answer> = {}): Answer => ({
  key, section: 'Part', label: key, help: '', article: '', type: 'text', max: 10, required: false, value: '', typed: false, says: '', sources: [], was: '', changed: false, hidden: false, gap: false, ...more,
});

describe('a form for an authority', () => {
  it('puts first what nobody knows yet and the form asks for', () => {
    const { asked, open, rest } = gapsFirst([answer('filled', { value: 'x' }), answer('open'), answer('asked', { required: true }), answer('hidden', { required: true, hidden: true })]);
    expect([asked, open, rest].map((each) => each.map((one) => one.key))).toEqual([['asked'], ['open'], ['filled', 'hidden']]);
  });

  it('counts the characters people see, and says by how many it is too long', () => {
    expect(leftOf(answer('a', { value: 'ééééé' }), {})).toBe(5);
    expect(leftOf(answer('a', { value: 'x' }), { a: '🟥'.repeat(12) })).toBe(-2);
  });

  it('sends only what was changed, and gives an answer back to the incident when it says the same', () => {
    const answers = [answer('kept', { value: 'a' }), answer('new'), answer('back', { value: 'mine', typed: true, says: 'theirs' }), answer('emptied', { value: 'mine', typed: true })];
    expect(changed(answers, { kept: ' a ', new: ' b ', back: 'theirs', emptied: '' })).toEqual({ new: 'b', back: '', emptied: '' });
    expect(changed(answers, {})).toEqual({});
  });

  it('sends an answer unchanged when somebody says that it is still right', () => {
    const typed = answer('a', { value: 'mine', typed: true, shift: { label: 'A', from: 'x', to: 'y', typed: true } });
    expect(changed([typed], { a: 'mine' })).toEqual({ a: 'mine' });
    expect(changed([typed], {})).toEqual({});
  });

  it('keeps the order of the form', () => {
    const parts = sections([answer('a', { section: '1' }), answer('b', { section: '1' }), answer('c', { section: '2' })]);
    expect(parts.map((part) => [part.title, part.answers.length])).toEqual([['1', 2], ['2', 1]]);
  });

  it('a gap is filled while it is typed in, and open again when it is emptied', () => {
    const one = answer('a', { required: true });
    expect([isGap(one, {}), isGap(one, { a: 'x' }), isGap(answer('a', { required: true, value: 'x' }), { a: ' ' })]).toEqual([true, false, true]);
  });
});
