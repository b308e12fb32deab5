import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';
import { saveFile } from '@/lib/download';

export type Filing = components['schemas']['FilingView'];
export type Answer = components['schemas']['FilingAnswer'];
export type Report = components['schemas']['FilingReport'];
export type Authority = components['schemas']['AuthorityView'];

/** What is told to the authority about an obligation, laid out in a form; without one, in the form it is filed in. */
export const filingQuery = (obligation: string, form = '') =>
  queryOptions({
    queryKey: ['clocks', 'filing', obligation, form],
    queryFn: ({ signal }) => take(api.GET('/api/obligations/{obligation_id}/filing', { params: { path: { obligation_id: obligation }, query: form ? { form } : {} }, signal })),
    refetchOnWindowFocus: false,
  });

/** Who receives notices under a law in a place, the likeliest first. */
export const toldQuery = (regime: string, jurisdiction: string) =>
  queryOptions({
    queryKey: ['authorities', 'told', regime, jurisdiction],
    queryFn: ({ signal }) => take(api.GET('/api/authorities', { params: { query: { regime, jurisdiction } }, signal })),
    staleTime: 300_000,
  });

export const pageAddress = (obligation: string, form: string, number = 0) => `/api/obligations/${obligation}/filing/page?form=${encodeURIComponent(form)}&number=${number}`;

/** Taking a report out as a file stands in the record. */
export async function exportFiling(filing: Filing, format: 'json' | 'pdf', number = 0): Promise<void> {
  const content = await take(api.POST('/api/obligations/{obligation_id}/filing/export', {
    params: { path: { obligation_id: filing.obligation_id } }, body: { format, form: filing.form.id, number }, parseAs: 'blob',
  }));
  saveFile(content as unknown as Blob, `${filing.incident_reference}-${filing.jurisdiction}-${filing.form.id}.${format}`);
}
