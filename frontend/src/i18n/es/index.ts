import { part as first } from './first';
import { part as rest } from './rest';

// What a society's focal point works with; the rest falls back to English.
export const es = { ...first, ...rest };
