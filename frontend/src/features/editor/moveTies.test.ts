import { describe, expect, it } from 'vitest';
import { moveTies } from './reading';

describe('a paragraph that was tied to what a law wants', () => {
  const text = 'One.\n\nTwo.\n\nThree.';
  it('keeps its tie while its words are written', () => expect(moveTies({ nature: 2 }, text, 'One.\n\nTwo and more.\n\nThree.')).toEqual({ nature: 2 }));
  it('moves down when a paragraph is put before it', () => expect(moveTies({ nature: 2 }, text, 'New.\n\nOne.\n\nTwo.\n\nThree.')).toEqual({ nature: 3 }));
  it('moves up when a paragraph before it goes', () => expect(moveTies({ nature: 3 }, text, 'One.\n\nThree.')).toEqual({ nature: 2 }));
  it('loses its tie when it goes itself', () => expect(moveTies({ nature: 2 }, text, 'One.\n\nThree.')).toEqual({}));
  it('stays when something is put after it', () => expect(moveTies({ nature: 1 }, text, `${text}\n\nFour.`)).toEqual({ nature: 1 }));
});
