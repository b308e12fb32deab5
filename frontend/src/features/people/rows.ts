import type { PeopleImport } from './api';

/** The four ends of a row; together they are every row of the file. */
export const ends = ['accepted', 'duplicate', 'quarantined', 'rejected'] as const;
export type End = (typeof ends)[number];

export function countOf(each: PeopleImport, end: End): number {
  return each[`${end}_count`];
}

/** Whether the rows that are accounted for are all rows: only then is an import done. */
export function addsUp(each: PeopleImport): boolean {
  return ends.reduce((sum, end) => sum + countOf(each, end), 0) === each.total_count;
}

/** How far a running import has come, in percent of the file; never whole before the server says it is done. */
export function progressOf(each: PeopleImport): number {
  if (each.state === 'done') return 100;
  return each.size > 0 ? Math.min(99, Math.floor((100 * each.bytes_read) / each.size)) : 0;
}

/** What the person has chosen, as a field for each column; one column fills one field, so a field moves to the column chosen last. */
export function choose(mapping: Record<string, number>, column: number, field: string | null): Record<string, number> {
  const next = Object.fromEntries(Object.entries(mapping).filter(([name, at]) => at !== column && name !== field));
  if (field) next[field] = column;
  return next;
}

const identifying = ['name', 'reference', 'email', 'telephone'];

/** Without one of these, two people could not be told apart. */
export function tellsApart(mapping: Record<string, number>): boolean {
  return identifying.some((field) => mapping[field] !== undefined);
}
