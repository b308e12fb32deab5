import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';
import { useMe } from '@/features/session/me';

export type Approval = components['schemas']['ApprovalView'];
export type Chain = components['schemas']['ApprovalChainView'];
export type Review = components['schemas']['ApprovalReviewView'];
export type Role = Chain['steps'][number];

const approvalQuery = (piece: string, version: string) =>
  queryOptions({ queryKey: ['approvals', piece, version], queryFn: ({ signal }) => take(api.GET('/api/approvals/{piece_id}', { params: { path: { piece_id: piece } }, signal })) });

/** Whose turn it is. `version` is whatever changes with the words or the state, so that an old answer is never shown for new words. */
export function useApproval(piece: string, version: string, waiting: boolean) {
  const me = useMe();
  const query = useQuery({ ...approvalQuery(piece, version), enabled: waiting && me?.role !== 'society-focal-point' });
  const approval = waiting ? query.data : undefined;
  return {
    approval,
    turn: approval !== undefined && approval.next === me?.role,
    mayReturn: approval !== undefined && me !== undefined && (me?.role === 'approver' || approval.steps.some((each) => each === me?.role)),
    signedByMe: approval !== undefined && approval.next === me?.role && !approval.mine,
    refetch: query.refetch,
  };
}

export const approveAtOnce = (approval: Approval, reason: string) =>
  take(api.POST('/api/approvals/{piece_id}/emergency', { params: { path: { piece_id: approval.piece_id } }, body: { hash: approval.hash, reason } }));

export const chainsQuery = queryOptions({ queryKey: ['approval-chains'], queryFn: ({ signal }) => take(api.GET('/api/approval-chains', { signal })) });
export const setChain = ({ kind, ...body }: Chain) => take(api.PUT('/api/approval-chains/{kind}', { params: { path: { kind } }, body }));

export const reviewsQuery = (incident: string) =>
  queryOptions({ queryKey: ['approval-reviews', incident], queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/approval-reviews', { params: { path: { incident_id: incident } }, signal })) });
export const closeReview = (review: Review, found: string) =>
  take(api.POST('/api/approval-reviews/{review_id}/closing', { params: { path: { review_id: review.id } }, body: { found } }));
