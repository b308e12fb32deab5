import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';
import { saveFile } from '@/lib/download';

export type Piece = components['schemas']['TranslatedPiece'];
export type Language = components['schemas']['TranslatedLanguage'];
export type View = components['schemas']['TranslationView'];
export type Row = components['schemas']['TranslationRow'];
export type Imported = components['schemas']['ImportedView'];

/** Languages a piece may be written in: a text in the four of its pages, a notice in any. */
export const languages = ['en', 'fr', 'es', 'ar'];
const rightToLeft = ['ar', 'fa', 'he', 'ur', 'ps', 'dv', 'ckb', 'ug', 'yi', 'sd'];
export const directionOf = (code: string) => (rightToLeft.includes(code.split('-')[0] ?? '') ? 'rtl' : 'ltr');

export const listQuery = (incident: string) =>
  queryOptions({ queryKey: ['translations', incident], queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/translations', { params: { path: { incident_id: incident } }, signal })) });

export const viewQuery = (incident: string, piece: string, language: string) =>
  queryOptions({
    queryKey: ['translations', incident, piece, language],
    queryFn: ({ signal }) => take(api.GET('/api/translations/{piece_id}/{language}', { params: { path: { piece_id: piece, language } }, signal })),
  });

const path = (view: View) => ({ params: { path: { piece_id: view.id, language: view.language } } });

/** Without a row it puts the language in the order of the source. */
export const save = (view: View, rows: { row: Row; target: string }[]) =>
  take(api.PUT('/api/translations/{piece_id}/{language}', {
    ...path(view), body: { paragraphs: rows.map(({ row, target }) => ({ place: row.place, hash: row.hash, target, was: row.target })) },
  }));

export const signOff = (view: View) => take(api.POST('/api/translations/{piece_id}/{language}/sign-off', { ...path(view), body: { hash: view.hash } }));
export const exclude = (view: View, reason: string) => take(api.POST('/api/translations/{piece_id}/{language}/exclusion', { ...path(view), body: { reason } }));
export const include = (view: View) => take(api.POST('/api/translations/{piece_id}/{language}/inclusion', path(view)));

export async function exportFile(view: View, format: 'xliff' | 'csv'): Promise<void> {
  const content = await take(api.POST('/api/translations/{piece_id}/{language}/export', { ...path(view), body: { format }, parseAs: 'blob' }));
  saveFile(content as unknown as Blob, `translation-${view.source}-${view.language}.${format === 'csv' ? 'csv' : 'xlf'}`);
}

export const importFile = (view: View, file: File, over: boolean): Promise<Imported> =>
  take(api.POST('/api/translations/{piece_id}/{language}/import', {
    params: { ...path(view).params, query: { over } },
    body: file as never,
    bodySerializer: (content) => content as unknown as BodyInit,
    headers: { 'Content-Type': 'application/octet-stream' },
  }));
