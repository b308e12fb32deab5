import type { State } from '@/lib/state';
import type { BoardRow } from './api';

/** How far one society is, in one word; a trouble stands before how far it came. */
export type Standing = 'acting' | 'declined' | 'call_me' | 'silent' | 'no_contact' | 'refused' | 'uncertain' | 'deferred' | 'seen' | 'delivered' | 'sent' | 'not_sent' | 'queued';

export function standingOf(row: BoardRow): Standing {
  if (row.answer) return row.answer;
  if (row.silent) return 'silent';
  if (row.problem) return row.problem;
  if (row.seen_at) return 'seen';
  if (row.delivered_at) return 'delivered';
  if (row.sent_at) return 'sent';
  return row.not_sent ? 'not_sent' : 'queued';
}

/** Silence is no breach of law: it is amber, as everything that asks for somebody; red is kept for the law's limits. */
export const stateOfStanding: Record<Standing, State> = {
  acting: 'done', declined: 'done', call_me: 'soon', silent: 'soon', no_contact: 'soon', refused: 'soon', uncertain: 'soon', deferred: 'soon',
  seen: 'in_time', delivered: 'in_time', sent: 'in_time', not_sent: 'none', queued: 'none',
};

/** What a person should do about this society now; nothing while the chase goes on by itself. */
export type Need = 'call_me' | 'escalated' | 'silent' | 'no_contact' | 'refused' | 'uncertain';

export function needOf(row: BoardRow): Need | null {
  if (row.answer === 'call_me') return 'call_me';
  if (row.answer) return null;
  if (row.problem === 'no_contact' || row.problem === 'uncertain' || row.problem === 'refused') return row.problem;
  if (row.escalated_at) return 'escalated';
  return row.silent ? 'silent' : null;
}

export const filters = ['missing', 'needs', 'silent', 'problem', 'seen', 'acknowledged', 'acting', 'declined', 'call_me'] as const;
export type Filter = (typeof filters)[number];

export function matches(row: BoardRow, filter: string): boolean {
  switch (filter) {
    case 'missing': return !row.answered_at;
    case 'needs': return needOf(row) !== null;
    case 'silent': return row.silent;
    case 'problem': return !!row.problem;
    case 'seen': return !!row.seen_at && !row.answered_at;
    case 'acknowledged': return !!row.answered_at;
    case 'acting': case 'declined': case 'call_me': return row.answer === filter;
    default: return true;
  }
}
