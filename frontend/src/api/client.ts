import createClient, { type Middleware } from 'openapi-fetch';
import type { paths } from './schema';
import { problemOf } from './problem';
import { learnServerTime } from '@/lib/clock';

const failures: Middleware = {
  onResponse({ response }) {
    learnServerTime(response.headers.get('date'));
    if (response.ok) return undefined;
    return response
      .clone()
      .json()
      .catch(() => null)
      .then((body: unknown) => {
        throw problemOf(response.status, body, response.headers.get('x-request-id') ?? '');
      });
  },
};

// Every call goes through here: same origin, session cookie, and a refusal is thrown as a Problem.
export const api = createClient<paths>({ credentials: 'same-origin' });
api.use(failures);
