import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';

export type Proposal = components['schemas']['ProposalView'];
export type Answer = components['schemas']['ProposalAnswerView'];
export type AnswerBody = components['schemas']['ProposalAnswerBody'];
export type Value = components['schemas']['ProposalValueBody'];
export type OwnForm = components['schemas']['OwnProposalForm'];
export type Question = Answer['question'];

/** Asked again while somebody looks: what a society sends appears without a press. */
export const proposalsQuery = (incident: string) =>
  queryOptions({
    queryKey: ['incidents', incident, 'society-proposals'],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/society-proposals', { params: { path: { incident_id: incident } }, signal })),
    refetchInterval: 30_000,
  });

const ownKey = (party: string) => ['own-proposal', party];

export const ownProposalQuery = (party: string) =>
  queryOptions({
    queryKey: ownKey(party),
    queryFn: ({ signal }) => take(api.GET('/api/parties/{party_id}/proposal', { params: { path: { party_id: party } }, signal })),
    // What is being typed must not be replaced under the hand that types it.
    refetchOnWindowFocus: false,
  });

export const saveProposal = (party: string, version: number, answers: AnswerBody[]) =>
  take(api.PUT('/api/parties/{party_id}/proposal', { params: { path: { party_id: party } }, body: { version, answers } }));

export const submitProposal = (party: string, version: number) =>
  take(api.POST('/api/parties/{party_id}/proposal/submission', { params: { path: { party_id: party } }, body: { version } }));

/** Puts the server's answer where the form reads it. */
export function useOwnForm(party: string) {
  const client = useQueryClient();
  return (form: OwnForm) => {
    client.setQueryData(ownKey(party), form);
    return client.invalidateQueries({ queryKey: ['incidents', form.party.incident_id] });
  };
}

/** Settles answers and then shows what is true now: numbers, parties, clocks and the state of the rules may all have changed. */
export function useSettle(incident: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ proposal, answers, reason }: { proposal: Proposal; answers: Answer[]; reason?: string }) => {
      const params = { path: { proposal_id: proposal.id } };
      return reason === undefined
        ? take(api.POST('/api/society-proposals/{proposal_id}/acceptance', {
            params, body: { version: proposal.version, answers: answers.map(({ id, seen }) => ({ id, seen })) },
          }))
        : take(api.POST('/api/society-proposals/{proposal_id}/refusal', { params, body: { version: proposal.version, answers: answers.map(({ id }) => id), reason } }));
    },
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: ['incidents', incident] }), client.invalidateQueries({ queryKey: ['clocks'] })]),
  });
}
