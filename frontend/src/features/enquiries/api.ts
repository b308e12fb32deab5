import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';
import { ownZone } from '@/components/TimeField';

type Schemas = components['schemas'];
export type Words = Schemas['Words'];
export type Topic = Schemas['Topic'];
export type Enquiry = Schemas['EnquiryView'];
export type Work = Schemas['EnquiryWork'];
export type Detail = Schemas['EnquiryDetail'];
export type Counts = Schemas['EnquiryCounts'];
export type Answer = Schemas['AnswerView'];
export type Reading = Schemas['AnswerWordsView'];
export type Call = Schemas['CallView'];
export type Body = Schemas['EnquiryBody'];
export type CallBack = Schemas['CallBackBody'];
export type Given = Schemas['GivenBody'];
export type Outcome = 'reached' | 'not-reached' | 'somebody-else' | 'do-not-call';
export type Ending = 'cared-for' | 'no-answer-needed' | 'asked-twice' | 'passed-on';

const at = (incident: string) => ({ params: { path: { incident_id: incident } } });
const of = (enquiry: string) => ({ params: { path: { enquiry_id: enquiry } } });

export const wordsQuery = queryOptions({ queryKey: ['enquiry-words'], queryFn: ({ signal }) => take(api.GET('/api/enquiry-words', { signal })), staleTime: Infinity });

export const workQuery = (incident: string) =>
  queryOptions({ queryKey: ['enquiries', incident, 'work'], queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/enquiry-work', { ...at(incident), signal })), refetchInterval: 60_000 });

export const answersQuery = (incident: string) =>
  queryOptions({ queryKey: ['enquiries', incident, 'answers'], queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/answers', { ...at(incident), signal })) });

export const countsQuery = (incident: string) =>
  queryOptions({
    queryKey: ['enquiries', incident, 'counts'],
    queryFn: ({ signal }) => take(api.GET('/api/incidents/{incident_id}/enquiry-counts', { params: { path: { incident_id: incident }, query: { zone: ownZone } }, signal })),
  });

export const enquiryQuery = (incident: string, id: string) =>
  queryOptions({ queryKey: ['enquiries', incident, 'one', id], queryFn: ({ signal }) => take(api.GET('/api/enquiries/{enquiry_id}', { ...of(id), signal })) });

/** Runs one act and then shows what is true now. */
export function useAct<A, R>(incident: string, call: (input: A) => Promise<R>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: ['enquiries', incident] }), client.invalidateQueries({ queryKey: ['tasks'] })]),
  });
}

export const logEnquiry = (incident: string, body: Body) => take(api.POST('/api/incidents/{incident_id}/enquiries', { ...at(incident), body }));
export const give = (enquiry: Enquiry, given: Given) => take(api.POST('/api/enquiries/{enquiry_id}/answers', { ...of(enquiry.id), body: { version: enquiry.version, ...given } }));
export const askQuestion = (enquiry: Enquiry, question: string) => take(api.POST('/api/enquiries/{enquiry_id}/questions', { ...of(enquiry.id), body: { version: enquiry.version, question } }));
export const route = (enquiry: Enquiry) => take(api.POST('/api/enquiries/{enquiry_id}/routing', { ...of(enquiry.id), body: { version: enquiry.version } }));
export const assign = (enquiry: Enquiry, owner: string) => take(api.PUT('/api/enquiries/{enquiry_id}/owner', { ...of(enquiry.id), body: { version: enquiry.version, owner_id: owner } }));
export const settle = (enquiry: Enquiry, ending: Ending) => take(api.POST('/api/enquiries/{enquiry_id}/settlement', { ...of(enquiry.id), body: { version: enquiry.version, ending } }));
export const agree = (enquiry: Enquiry, call: CallBack) => take(api.PUT('/api/enquiries/{enquiry_id}/call-back', { ...of(enquiry.id), body: { version: enquiry.version, ...call } }));
export const beginCall = (enquiry: string) => take(api.POST('/api/enquiries/{enquiry_id}/calls', of(enquiry)));
export const endCall = (enquiry: string, call: string, outcome: Outcome, given?: Given) =>
  take(api.POST('/api/enquiries/{enquiry_id}/call-outcomes', { ...of(enquiry), body: { call_id: call, outcome, ...(given ? { given } : {}) } }));

export type AnswerBody = Schemas['AnswerBody'];
export type AnswerTemplate = Schemas['AnswerTemplate'];
/** The ready words in a language for a question that was begun from ready words in another; words somebody has changed stay. */
export function templateFor(templates: AnswerTemplate[], answer: Answer | undefined, language: string, now?: { language: string; question: string; answer: string }): AnswerTemplate | undefined {
  const begun = now?.question
    ? templates.find((each) => each.language === now.language && each.question === now.question && each.answer === now.answer)
    : templates.find((each) => answer?.words.some((word) => word.language === each.language && word.title === each.question));
  return begun && templates.find((each) => each.name === begun.name && each.language === language);
}
export const saveAnswer = (incident: string, body: AnswerBody) => take(api.POST('/api/incidents/{incident_id}/answers', { ...at(incident), body }));
const text = (id: string) => ({ params: { path: { text_id: id } } });
export const submitAnswer = (id: string) => take(api.POST('/api/answer-texts/{text_id}/submission', text(id)));
export const approveAnswer = (id: string, hash: string) => take(api.POST('/api/answer-texts/{text_id}/approval', { ...text(id), body: { hash } }));
export const declineAnswer = (id: string, hash: string, reason: string) => take(api.POST('/api/answer-texts/{text_id}/refusal', { ...text(id), body: { hash, reason } }));
