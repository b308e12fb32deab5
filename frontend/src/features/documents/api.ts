import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';
import { Problem, problemOf } from '@/api/problem';

export type Document = components['schemas']['DocumentView'];

/** What the server keeps; it looks at the bytes, whatever the name says. */
export const kinds = '.pdf,.png,.jpg,.jpeg,.eml,.txt';

/** Hands a file in as proof for a party; the same file again is the one that is there. */
export const handIn = (incident: string, party: string, file: File): Promise<Document> => send(incident, 'documents', party, file);

/** Hands in what proves a broadcast: everybody who writes broadcasts down may do it, a society for itself. */
export const handInProof = (incident: string, file: File): Promise<Document> => send(incident, 'broadcast-proofs', '', file);

export const documentsQuery = (incident: string) =>
  queryOptions({ queryKey: ['documents', incident], queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/documents', { params: { path: { incident_id: incident } }, signal })) });

async function send(incident: string, where: 'documents' | 'broadcast-proofs', party: string, file: File): Promise<Document> {
  const form = new FormData();
  form.append('file', file);
  const query = party ? `?${new URLSearchParams({ party_id: party }).toString()}` : '';
  let answer: Response;
  try {
    answer = await fetch(`/api/incidents/${encodeURIComponent(incident)}/${where}${query}`, { method: 'POST', body: form });
  } catch {
    throw new Problem(0, '');
  }
  const body: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw problemOf(answer.status, body, answer.headers.get('x-request-id') ?? '');
  return body as Document;
}

/** Where it is saved from; it is never opened in the page. */
export const addressOfDocument = (id: string): string => `/api/documents/${encodeURIComponent(id)}`;

const most = 10 * 1024 * 1024;

/** What is wrong with a file before it is sent: a word of the page's own; empty: nothing. */
export const faultOf = (file: File | null): '' | 'empty' | 'tooLarge' => (!file ? '' : file.size === 0 ? 'empty' : file.size > most ? 'tooLarge' : '');
