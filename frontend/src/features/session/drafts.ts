import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { draftsHere, mergeDrafts, putDraftsBack } from '@/lib/draft';

/**
 * Signing out wipes this device. What was begun goes to the server first, beside what another device may have left there; when that fails
 * nobody is signed out, and nothing is lost.
 */
export async function keepDrafts(): Promise<void> {
  const here = draftsHere();
  if (here.length === 0) return;
  const { content } = await take(api.GET('/api/me/drafts', {}));
  await api.PUT('/api/me/drafts', { body: { content: JSON.stringify(mergeDrafts(content, here)) } });
}

/** After a sign-in: back onto this device, and only then off the server. */
export const draftsBackQuery = (account: string) =>
  queryOptions({
    queryKey: ['kept-drafts', account],
    staleTime: Infinity,
    retry: false,
    queryFn: async () => {
      const { content } = await take(api.GET('/api/me/drafts', {}));
      if (putDraftsBack(content)) await api.DELETE('/api/me/drafts', {});
      return true;
    },
  });
