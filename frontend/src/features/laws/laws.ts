import type { components } from '@/api/schema';

export type RegimeRow = components['schemas']['RegimeRow'];
export type RegimeView = components['schemas']['RegimeView'];
export type Duty = components['schemas']['DutyView'];
