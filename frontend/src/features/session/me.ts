import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';

export type Me = components['schemas']['Me'];

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => take(api.GET('/api/me', { signal })),
  staleTime: 300_000,
});

/** Who is signed in. Inside the frame somebody always is. */
export function useMe(): Me | undefined {
  return useQuery(meQuery).data;
}

/** Whether this role holds a right; used to show and hide. The server decides on its own. */
export function useCan(): (right: string) => boolean {
  const me = useMe();
  return (right) => me?.rights.includes(right as never) ?? false;
}
