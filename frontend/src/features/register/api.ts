import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';
import { saveFile } from '@/lib/download';

export type Breach = components['schemas']['BreachRow'];
export type Report = components['schemas']['ImportReport'];

export const readRegister = (exercises: boolean, cursor: string | undefined, signal: AbortSignal) =>
  take(api.GET('/api/register', { params: { query: { exercises, cursor } }, signal }));

export async function exportRegister(format: 'csv' | 'xlsx', exercises: boolean) {
  const content = await take(api.POST('/api/register/export', { body: { format, exercises }, parseAs: 'blob' }));
  saveFile(content as unknown as Blob, `register.${format}`);
}

export const importRegister = (file: File, mapping: Record<string, string> | null, trial: boolean) =>
  take(api.POST('/api/register/import', {
    params: { query: { trial, mapping: mapping ? JSON.stringify(mapping) : '' } }, body: file as unknown as string,
    bodySerializer: (body) => body as unknown as string, headers: { 'Content-Type': 'application/octet-stream' },
  }));
