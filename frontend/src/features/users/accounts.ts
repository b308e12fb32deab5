import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';

export type Account = components['schemas']['AccountView'];

export type AccountChange = components['schemas']['AccountChangeView'];

export const changesQuery = queryOptions({ queryKey: ['account-changes'], queryFn: ({ signal }) => take(api.GET('/api/account-changes', { signal })) });

export const accountsQuery = queryOptions({ queryKey: ['accounts'], queryFn: ({ signal }) => take(api.GET('/api/accounts', { signal })) });
