import { QueryClient } from '@tanstack/react-query';
import { asProblem } from './problem';

export const queryClient = new QueryClient({
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
