import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';

export type Account = components['schemas']['AccountView'];

export const accountsQuery = queryOptions({ queryKey: ['accounts'], queryFn: ({ signal }) => take(api.GET('/api/accounts', { signal })) });
