import { keepPreviousData, useInfiniteQuery, type QueryKey } from '@tanstack/react-query';

type Page<Row> = { items: Row[]; next: string };

/** All rows of a list of which the page needs every one, read page after page. */
export async function everyPage<Row>(read: (cursor: string | undefined) => Promise<Page<Row>>): Promise<{ items: Row[] }> {
  const items: Row[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await read(cursor);
    items.push(...page.items);
    if (!page.next) return { items };
    cursor = page.next;
  }
}

/** A list by cursor. Pages that were read stay in memory, so that "back" shows the same rows at the same place. */
export function usePages<Row>(queryKey: QueryKey, read: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Row>>, enabled = true) {
  const query = useInfiniteQuery({
    queryKey,
    enabled,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    getNextPageParam: (page) => page.next || undefined,
    placeholderData: keepPreviousData,
  });
  return {
    rows: query.data?.pages.flatMap((page) => page.items),
    problem: query.error ?? undefined,
    onRetry: () => void query.refetch(),
    onMore: query.hasNextPage ? () => void query.fetchNextPage() : undefined,
    loadingMore: query.isFetchingNextPage,
  };
}
