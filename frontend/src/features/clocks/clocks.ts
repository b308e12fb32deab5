import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import { everyPage } from '@/api/pages';
import type { components } from '@/api/schema';
import { take } from '@/api/take';
import { stateOf, type State } from '@/lib/state';

export type ClockRow = components['schemas']['ClockView'];

/** One clock with how its time was computed and its proof; the rows of the lists are without. */
export const obligationQuery = (id: string) =>
  queryOptions({
    queryKey: ['clocks', 'obligation', id],
    queryFn: ({ signal }) => take(api.GET('/api/obligations/{obligation_id}', { params: { path: { obligation_id: id } }, signal })),
  });

/** A target that has passed is told in words, not as a state of the law; what is closed was proved or waived. */
export function stateOfClock(standing: ClockRow['standing']): State {
  if (standing === 'closed') return 'done';
  return stateOf(standing);
}

export const ribbonQuery = queryOptions({
  queryKey: ['clocks', 'ribbon'],
  queryFn: ({ signal }) => take(api.GET('/api/clocks', { params: { query: { limit: 25 } }, signal })),
  refetchInterval: 60_000,
});

export const incidentClocksQuery = (incident: string, limit: number) =>
  queryOptions({
    queryKey: ['incidents', incident, 'clocks', limit],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/clocks', { params: { path: { incident_id: incident }, query: { limit } }, signal })),
  });

type Recipient = 'authority' | 'subjects' | 'controller' | 'other' | 'self';

/** The obligations behind the determinations of one kind of recipient, whatever became of them, by determination. */
export const obligationsQuery = (incident: string, recipient: Recipient) =>
  queryOptions({
    queryKey: ['incidents', incident, 'clocks', 'of', recipient],
    queryFn: async ({ signal }) => {
      const states = ['open', 'discharged', 'waived'] as const;
      const pages = await Promise.all(
        states.map((state) =>
          everyPage<ClockRow>((cursor) =>
            take(api.GET('/api/incidents/{incident_id}/clocks', { params: { path: { incident_id: incident }, query: { recipient, state, cursor, limit: 50 } }, signal }))
              .then((page) => ({ ...page, next: page.next ?? '' })),
          ),
        ),
      );
      return pages.flatMap((page) => page.items).filter((clock) => clock.clock === 'duty');
    },
  });

/** Clocks of many parties that ask for the same, of the same recipient, by the same time, are one line with a number. */
export function together(rows: ClockRow[]): { row: ClockRow; parties: number }[] {
  const lines = new Map<string, { row: ClockRow; parties: number }>();
  for (const row of rows) {
    const hour = (row.due_at ?? row.target_at ?? '').slice(0, 13);
    const key = [row.incident_id, row.recipient_name, row.agreement ? 'agreement' : 'law', row.due_at ? 'due' : 'target', hour, row.state].join('|');
    const line = lines.get(key);
    if (line) line.parties += 1;
    else lines.set(key, { row, parties: 1 });
  }
  return [...lines.values()];
}
