import { expect, it } from 'vitest';
import { faultOf } from './api';
import { onFile } from './ProofFile';

const sized = (size: number) => ({ size }) as File;

it('says what is wrong with a file before it is sent', () => {
  expect([null, sized(0), sized(1), sized(10 * 1024 * 1024), sized(10 * 1024 * 1024 + 1)].map(faultOf)).toEqual(['', 'empty', '', '', 'tooLarge']);
});

it('says at the file what the server says of a document', () => {
  expect(onFile({ document_id: 'Not known.', reference: 'r' })).toEqual({ file: 'Not known.', reference: 'r' });
  expect(onFile({ file: 'Empty.', document: 'x' })).toEqual({ file: 'Empty.' });
  expect(onFile({ reference: 'r' })).toEqual({ reference: 'r' });
});
