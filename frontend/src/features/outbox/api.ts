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

/** A person settles by asking what no program can know. */
export function useResolve() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { id: string; resolution: 'arrived' | 'send_again'; why: string }) =>
      take(api.POST('/api/outbox/{delivery_id}/resolution', { params: { path: { delivery_id: input.id } }, body: { resolution: input.resolution, why: input.why } })),
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: ['outbox'] }), client.invalidateQueries({ queryKey: ['incidents'] })]),
  });
}
