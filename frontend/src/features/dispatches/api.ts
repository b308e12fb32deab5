import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';
import type { State } from '@/lib/state';

export type Coverage = components['schemas']['CoverageView'];
export type Equation = Pick<Coverage, 'affected' | 'told' | 'pending' | 'unreached' | 'excluded' | 'uncertain' | 'difference'>;
export type Reason = components['schemas']['CoverageReason'];
export type Notice = components['schemas']['PeopleNoticeView'];
export type NoticeLine = components['schemas']['PeopleNoticeSummary'];
export type NoticeBody = components['schemas']['PeopleNoticeBody'];
export type PeopleText = components['schemas']['PeopleTextBody'];
export type Kit = components['schemas']['PeopleNoticeKit'];
export type Dispatch = components['schemas']['DispatchView'];
export type Audience = components['schemas']['AudienceView'];
export type Uncertain = components['schemas']['UncertainPerson'];

export const languages = ['en', 'fr', 'es', 'ar'] as const;
export const variants = ['body', 'sms', 'letter', 'script'] as const;
export type Variant = (typeof variants)[number];

export const shares = ['told', 'pending', 'unreached', 'excluded', 'uncertain'] as const;
export type Share = (typeof shares)[number];

export const stateOfNotice: Record<NoticeLine['state'], State> = {
  draft: 'none', submitted: 'soon', approved: 'in_time', sending_requested: 'soon', sending: 'done', withdrawn: 'stopped',
};

const of = (incident: string) => ['incidents', incident, 'telling'];

export const coverageQuery = (incident: string, live = false) =>
  queryOptions({
    queryKey: [...of(incident), 'coverage'],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/coverage', { params: { path: { incident_id: incident } }, signal })),
    refetchInterval: live ? 3000 : false,
  });

/** Group by group: of one society, or those with people in one term of the equation. */
export const coverageGroupsQuery = (incident: string, query: { party_id?: string; share?: Share }) =>
  queryOptions({
    queryKey: [...of(incident), 'coverage', 'groups', query],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/coverage/groups', { params: { path: { incident_id: incident }, query }, signal })),
  });

/** Looks again every two seconds while something is being prepared or sent. */
export const dispatchesQuery = (incident: string) =>
  queryOptions({
    queryKey: [...of(incident), 'dispatches'],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/dispatches', { params: { path: { incident_id: incident } }, signal })),
    refetchInterval: (query) => (query.state.data?.items.some((each) => each.phase === 'preparing' || each.phase === 'sending') ? 2000 : 15_000),
  });

export const noticesQuery = (incident: string) =>
  queryOptions({
    queryKey: [...of(incident), 'notices'],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/people-notices', { params: { path: { incident_id: incident } }, signal })),
  });

export const noticeQuery = (incident: string, id: string) =>
  queryOptions({
    queryKey: [...of(incident), 'notices', id],
    queryFn: ({ signal }) => take(api.GET('/api/people-notices/{people_notice_id}', { params: { path: { people_notice_id: id } }, signal })),
  });

export const audienceQuery = (incident: string, id: string, version: number) =>
  queryOptions({
    queryKey: [...of(incident), 'audience', id, version],
    queryFn: ({ signal }) => take(api.GET('/api/people-notices/{people_notice_id}/audience', { params: { path: { people_notice_id: id } }, signal })),
  });

export const kitQuery = queryOptions({ queryKey: ['people-notice-kit'], queryFn: ({ signal }) => take(api.GET('/api/people-notice-kit', { signal })), staleTime: Infinity });

export const groupsQuery = (incident: string) =>
  queryOptions({
    queryKey: ['incidents', incident, 'groups', 'telling'],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/people-groups', { params: { path: { incident_id: incident }, query: { limit: 200 } }, signal })),
  });

export const partiesQuery = (incident: string) =>
  queryOptions({
    queryKey: ['incidents', incident, 'parties'],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/parties', { params: { path: { incident_id: incident } }, signal })),
  });

export const uncertainQuery = (incident: string, dispatch: string) =>
  queryOptions({
    queryKey: [...of(incident), 'uncertain', dispatch],
    queryFn: ({ signal }) => take(api.GET('/api/dispatches/{dispatch_id}/uncertain', { params: { path: { dispatch_id: dispatch }, query: { limit: 50 } }, signal })),
  });

/** Runs one act and then shows what is true now. */
export function useAct(incident: string) {
  const client = useQueryClient();
  return useMutation({ mutationFn: (call: () => Promise<unknown>) => call(), onSettled: () => client.invalidateQueries({ queryKey: of(incident) }) });
}

const notice = (n: { id: string }) => ({ params: { path: { people_notice_id: n.id } } });
/** First drafts for one audience. */
export const startsFor = (variant: string) => take(api.GET('/api/people-notice-kit', { params: { query: { variant } } })).then((kit) => kit.starts);
export const saveNotice = (incident: string, n: Pick<Notice, 'id' | 'version'> | undefined, body: NoticeBody): Promise<{ id: string }> =>
  n
    ? take(api.PUT('/api/people-notices/{people_notice_id}', { ...notice(n), body: { version: n.version, ...body } }))
    : take(api.POST('/api/incidents/{incident_id}/people-notices', { params: { path: { incident_id: incident } }, body }));
export const submitNotice = (n: Notice) => take(api.POST('/api/people-notices/{people_notice_id}/submission', { ...notice(n), body: { version: n.version } }));
export const approveNotice = (n: Notice) => take(api.POST('/api/people-notices/{people_notice_id}/approval', { ...notice(n), body: { version: n.version, hash: n.content_hash ?? '' } }));
export const returnNotice = (n: Notice, why: string) => take(api.POST('/api/people-notices/{people_notice_id}/return', { ...notice(n), body: { version: n.version, why } }));
export const sendSample = (n: Notice, accounts: string[]) => take(api.POST('/api/people-notices/{people_notice_id}/samples', { ...notice(n), body: { accounts } }));
export const prepare = (n: { id: string }, percent: 0 | 1) => take(api.POST('/api/people-notices/{people_notice_id}/dispatch', { ...notice(n), body: { first_wave_percent: percent } }));

const one = (d: Dispatch) => ({ params: { path: { dispatch_id: d.id } } });
const version = (d: Dispatch) => ({ version: d.version });
/** standIns: the languages nobody wrote, each settled by its name. */
export const request = (d: Dispatch, standIns: string[]) => take(api.POST('/api/dispatches/{dispatch_id}/request', { ...one(d), body: { ...version(d), stand_ins: standIns } }));
export const allow = (d: Dispatch) => take(api.POST('/api/dispatches/{dispatch_id}/approval', { ...one(d), body: { ...version(d), binding: d.binding } }));
export const takeBack = (d: Dispatch, why: string) => take(api.POST('/api/dispatches/{dispatch_id}/return', { ...one(d), body: { ...version(d), why } }));
export const release = (d: Dispatch) => take(api.POST('/api/dispatches/{dispatch_id}/release', { ...one(d), body: version(d) }));
export const pause = (d: Dispatch) => take(api.POST('/api/dispatches/{dispatch_id}/pause', { ...one(d), body: {} }));
export const stop = (d: Dispatch) => take(api.POST('/api/dispatches/{dispatch_id}/stop', { ...one(d), body: {} }));
export const resume = (d: Dispatch, why: string) => take(api.POST('/api/dispatches/{dispatch_id}/resumption', { ...one(d), body: { ...version(d), why } }));
export const remaining = (d: Dispatch) => take(api.POST('/api/dispatches/{dispatch_id}/remaining', { ...one(d), body: version(d) }));
export type Household = components['schemas']['HouseholdView'];
export type HouseholdWay = 'separate' | 'combined';

/** A rule for all households, and those that are told in another way; without a rule only those are decided. */
export const households = (d: Dispatch, rule: HouseholdWay | '', own: Record<number, HouseholdWay> = {}) =>
  take(api.POST('/api/dispatches/{dispatch_id}/households', { ...one(d), body: { ...version(d), households: rule, own: Object.entries(own).map(([first, decision]) => ({ first: Number(first), decision })) } }));

export const householdsQuery = (d: Dispatch, after: number) =>
  queryOptions({
    queryKey: ['households', d.id, d.version, after],
    queryFn: ({ signal }) => take(api.GET('/api/dispatches/{dispatch_id}/households', { params: { path: { dispatch_id: d.id }, query: { after } }, signal })),
  });

const person = (d: Dispatch, u: Uncertain) => ({ params: { path: { dispatch_id: d.id, person_id: u.person_id } } });
export const propose = (d: Dispatch, u: Uncertain, resolution: 'arrived' | 'again', why: string) =>
  take(api.POST('/api/dispatches/{dispatch_id}/uncertain/{person_id}/proposal', { ...person(d, u), body: { resolution, why } }));
export const agree = (d: Dispatch, u: Uncertain) =>
  take(api.POST('/api/dispatches/{dispatch_id}/uncertain/{person_id}/agreement', { ...person(d, u), body: { resolution: u.resolution as 'arrived' | 'again' } }));
export const disagree = (d: Dispatch, u: Uncertain, why: string) =>
  take(api.POST('/api/dispatches/{dispatch_id}/uncertain/{person_id}/disagreement', { ...person(d, u), body: { why } }));
