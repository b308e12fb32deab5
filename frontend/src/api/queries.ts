import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { asProblem } from './problem';

// A session that has ended shows at the next call, whichever it is; asking who is signed in then brings the sign-in up in place.
function noticeEnd(cause: unknown, key?: readonly unknown[]): void {
  // Before anybody is signed in, a refusal is an answer to the sign-in itself and stays on its page.
  if (asProblem(cause).status === 401 && key?.[0] !== 'me' && queryClient.getQueryData(['me'])) void queryClient.invalidateQueries({ queryKey: ['me'] });
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: (cause, query) => noticeEnd(cause, query.queryKey) }),
  mutationCache: new MutationCache({ onError: (cause) => noticeEnd(cause) }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // A refusal stays a refusal; only silence and outages are worth asking again.
      retry: (times, cause) => {
        const { status } = asProblem(cause);
        return times < 2 && (status === 0 || status >= 502);
      },
    },
    mutations: { retry: false },
  },
});
