import { Center, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem } from '@/api/problem';
import { ProblemBox } from '@/components/ProblemBox';
import { draftsOf } from '@/lib/draft';
import { draftsBackQuery } from './drafts';
import { meQuery } from './me';

// Who is signed in already does not load it.
const SignIn = lazy(() => import('./SignIn').then((module) => ({ default: module.SignIn })));

/** Shows the sign-in at whatever address was asked for, so that after it the same page is there with its drafts. */
export function SessionGate({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const me = useQuery(meQuery);
  const back = useQuery({ ...draftsBackQuery(me.data?.id ?? ''), enabled: me.data?.kept_drafts === true });
  const wait = <Center mih="60dvh"><Loader aria-label={t('common.loading')} /></Center>;
  if (me.error && asProblem(me.error).status === 401) return <Suspense fallback={wait}><SignIn /></Suspense>;
  if (me.data) draftsOf(me.data.id);
  // Forms read their drafts when they open, so the drafts come first.
  if (me.data && !(me.data.kept_drafts && back.isPending)) return children;
  if (me.error) {
    return <Center mih="60dvh" p="md"><ProblemBox problem={me.error} onRetry={() => void me.refetch()} /></Center>;
  }
  return wait;
}
