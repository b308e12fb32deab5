import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';

export type Reading = components['schemas']['WordReading'];
export type Finding = components['schemas']['WordFinding'];
export type Content = components['schemas']['WordContent'];
export type Channel = components['schemas']['PeopleCheckBody']['channel'];

/** What is being written, as one of the three shapes that the server reads. */
export type Draft =
  | { of: 'text'; body: components['schemas']['TextCheckBody'] }
  | { of: 'people'; body: components['schemas']['PeopleCheckBody'] }
  | { of: 'circular'; body: components['schemas']['CircularCheckBody'] };

const pause = 500;

/** How a draft reads now and what was found in it; asked again when the writer pauses. Nothing is saved. */
export function useReading(incident: string, draft: Draft) {
  const [asked] = useDebouncedValue(JSON.stringify(draft), pause);
  const query = useQuery({
    queryKey: ['reading', incident, asked],
    queryFn: ({ signal }) => read(incident, JSON.parse(asked) as Draft, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 60_000,
    retry: false,
  });
  return { ...query, behind: asked !== JSON.stringify(draft) || query.isPlaceholderData };
}

function read(incident: string, draft: Draft, signal: AbortSignal): Promise<Reading> {
  const params = { path: { incident_id: incident } };
  switch (draft.of) {
    case 'text': return take(api.POST('/api/incidents/{incident_id}/text-checks', { params, body: draft.body, signal }));
    case 'people': return take(api.POST('/api/incidents/{incident_id}/people-notice-checks', { params, body: draft.body, signal }));
    case 'circular': return take(api.POST('/api/incidents/{incident_id}/circular-checks', { params, body: draft.body, signal }));
  }
}

/** Where the paragraphs that were tied stand after an edit: those before and after the change keep their words, and so their ties. */
export function moveTies(ties: Record<string, number> | undefined, before: string, after: string): Record<string, number> {
  const was = paragraphs(before), is = paragraphs(after);
  let same = 0;
  while (same < was.length && same < is.length && was[same] === is[same]) same++;
  let end = 0;
  while (end < was.length - same && end < is.length - same && was[was.length - 1 - end] === is[is.length - 1 - end]) end++;
  const moved: Record<string, number> = {};
  for (const [word, number] of Object.entries(ties ?? {})) {
    const at = number - 1;
    if (at < same) moved[word] = number;
    else if (at >= was.length - end) moved[word] = number + is.length - was.length;
    else if (was.length === is.length) moved[word] = number; // the words of this paragraph are being written
  }
  return moved;
}

function paragraphs(text: string): string[] {
  return text.replace(/\r\n/g, '\n').split(/\n[ \t]*\n/).map((each) => each.trim()).filter(Boolean);
}
