import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';

export type RegimeRow = components['schemas']['RegimeRow'];
export type RegimeView = components['schemas']['RegimeView'];
export type Duty = components['schemas']['DutyView'];

export const lawQuery = (id: string) => queryOptions({ queryKey: ['laws', id], queryFn: ({ signal }) => take(api.GET('/api/regimes/{id}', { params: { path: { id } }, signal })) });
