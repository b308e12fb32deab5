import type { FormErrors } from '@/components/ErrorSummary';
import type { Reading } from './api';

/** The place of a problem as the form knows it: what lies inside a condition or a link stands at the condition or the link. */
export function placeOf(field: string): string {
  if (field.startsWith('binds')) return 'binds';
  if (field.startsWith('questions')) return 'duties[0].when';
  return field
    .replace(/^(duties\[\d+\](?:\.exemptions\[\d+\])?\.when).*$/, '$1')
    .replace(/^countries.*$/, 'countries')
    .replace(/\.deadline\..*$/, '.deadline');
}

/** The reader names the key of the text; the form has a label there, so the rest of the sentence is enough. */
function forForm(message: string): string {
  return message.replace(/^"[a-z_]+" is missing\. /, '');
}

/** One sentence for each place, the first that was found. */
export function errorsOf(problems: Reading['problems']): FormErrors {
  const out: FormErrors = {};
  for (const problem of problems) {
    const place = placeOf(problem.field);
    if (!out[place]) out[place] = forForm(problem.message);
  }
  return out;
}
