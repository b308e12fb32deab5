import type { State } from '@/lib/state';
import type { Answer } from './api';

const states: Record<string, State> = { open: 'soon', accepted: 'done', declined: 'stopped', superseded: 'none' };

/** How an answer stands, in the colours of everything that waits, is done, or was stopped by a person. */
export const stateOfAnswer = (state: Answer['state']): State => states[state] ?? 'none';
