import { describe, expect, it } from 'vitest';
import { aboutWhom, addressOfNeed, answerOfKey, factOf, nextQuestion, shapeOfQuestion, type Question } from './questions';

const question = (change: Partial<Question>): Question => ({ fact: 'medium', about: '', text: '', kind: 'word', words: [], decides: 0, could_lift: 0, regimes: [], narrows: 0, ...change });

describe('who a question is about', () => {
  const parties = ['Swiss Red Cross', 'Red Cross', 'Society of Bosnia (BA)'];
  it.each([
    ['Swiss Red Cross', { party: 'Swiss Red Cross' }],
    ['Tracing (Swiss Red Cross)', { party: 'Swiss Red Cross', group: 'Tracing' }],
    ['Tracing (old) (Red Cross)', { party: 'Red Cross', group: 'Tracing (old)' }],
    ['Tracing (Society of Bosnia (BA))', { party: 'Society of Bosnia (BA)', group: 'Tracing' }],
    ['Somebody nobody knows', { party: 'Somebody nobody knows' }],
  ])('%s', (about, who) => {
    expect(aboutWhom(about, parties)).toEqual(who);
  });
});

describe('the form of an answer', () => {
  it('is yes or no for a question of one law', () => {
    expect(shapeOfQuestion(question({ fact: 'other.us-hipaa.covered', kind: 'bool' }), [])).toMatchObject({ kind: 'bool', words: [] });
  });
  it('is the vocabulary’s own where it has one', () => {
    const words = [{ key: 'occurred_at', kind: 'moment' as const, words: [], open: false, label: '' }];
    expect(shapeOfQuestion(question({ fact: 'incident.occurred_at', kind: 'text' }), words)).toMatchObject({ key: 'occurred_at', kind: 'moment' });
    expect(factOf(question({ fact: 'incident.occurred_at' }))).toBe('occurred_at');
  });
  it('is none where it is about a party: it is answered there', () => {
    expect(shapeOfQuestion(question({ fact: 'eea_establishment', about: 'Swiss Red Cross' }), [])).toBeNull();
  });
});

describe('the next question', () => {
  const list = [question({ fact: 'exfiltrated' }), question({ fact: 'role', about: 'A' }), question({ fact: 'medium' })];
  it('is the best, as the server ranks them', () => expect(nextQuestion(list, '', new Set())?.fact).toBe('exfiltrated'));
  it('passes over what was put off', () => expect(nextQuestion(list, '', new Set(['exfiltrated', 'role|A']))?.fact).toBe('medium'));
  it('is the one that was asked for, even if it was put off', () => expect(nextQuestion(list, 'role|A', new Set(['role|A']))?.about).toBe('A'));
  it('is the best again when what was asked for is settled', () => expect(nextQuestion(list, 'cause', new Set())?.fact).toBe('exfiltrated'));
  it('is none when all were put off', () => expect(nextQuestion(list, '', new Set(['exfiltrated', 'role|A', 'medium']))).toBeUndefined());
});

describe('where an open fact is asked', () => {
  const row = { incident_id: 'i1', party: 'Swiss Red Cross' };
  it.each([
    ['exfiltrated', '/incidents/i1/questions?ask=exfiltrated'],
    ['other.us-hipaa.covered', '/incidents/i1/questions?ask=other.us-hipaa.covered'],
    ['parties[0].eea_establishment', '/incidents/i1/questions?ask=eea_establishment%7CSwiss%20Red%20Cross'],
    ['groups[4].residence.GB', '/incidents/i1/questions'],
  ])('%s', (need, address) => {
    expect(addressOfNeed(need, row)).toBe(address);
  });
});

describe('a number key', () => {
  it.each([['1', 'true'], ['2', 'false'], ['3', ''], ['4', undefined], ['0', undefined], ['a', undefined]])('%s chooses %s', (key, answer) => {
    expect(answerOfKey(key, ['true', 'false', ''])).toBe(answer);
  });
});
