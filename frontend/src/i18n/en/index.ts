import { part as first } from './first';
import { part as rest } from './rest';

// All words, for the types and the tests; the pages load the two parts when they need them (../index.ts).
export const en = { ...first, ...rest };
