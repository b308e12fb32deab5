import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';
import type { State } from '@/lib/state';

export type OutboxItem = components['schemas']['OutboxItem'];
export type OutboxLetter = components['schemas']['OutboxLetter'];
export type DeliveryState = OutboxItem['state'];

export const deliveryStates: DeliveryState[] = ['queued', 'sending', 'sent', 'delivered', 'deferred', 'refused', 'uncertain', 'held'];

export const stateOfDelivery: Record<DeliveryState, State> = {
  queued: 'none', leased: 'none', sending: 'in_time', sent: 'in_time', delivered: 'done', refused: 'late', deferred: 'soon', uncertain: 'soon', held: 'stopped',
};

export const messageQuery = (id: string) =>
  queryOptions({ queryKey: ['outbox', 'message', id], queryFn: ({ signal }): Promise<OutboxLetter> => take(api.GET('/api/outbox/{delivery_id}', { params: { path: { delivery_id: id } }, signal })) });

export type Resolution = NonNullable<OutboxItem['proposed']>['resolution'];

/** What became of a message: a held or refused one is let go again by one person, an uncertain one is settled by two. */
export function useSettle() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (input: { id: string; act: 'release'; why: string } | { id: string; act: 'propose'; resolution: Resolution; why: string } | { id: string; act: 'agree'; resolution: Resolution } | { id: string; act: 'disagree'; why: string }) => {
      const params = { path: { delivery_id: input.id } };
      switch (input.act) {
        case 'release': await take(api.POST('/api/outbox/{delivery_id}/resolution', { params, body: { why: input.why } })); break;
        case 'propose': await take(api.POST('/api/outbox/{delivery_id}/proposal', { params, body: { resolution: input.resolution, why: input.why } })); break;
        case 'agree': await take(api.POST('/api/outbox/{delivery_id}/agreement', { params, body: { resolution: input.resolution } })); break;
        case 'disagree': await take(api.POST('/api/outbox/{delivery_id}/disagreement', { params, body: { reason: input.why } })); break;
      }
    },
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: ['outbox'] }), client.invalidateQueries({ queryKey: ['incidents'] })]),
  });
}
