import { useCallback, useEffect, useRef } from 'react';
import { useSearchParams } from 'react-router';

/** Filters live in the address, so that a link shows the same view and "back" returns to it. */
export function useFilters<K extends string>(...names: K[]): [Record<K, string>, (change: Partial<Record<K, string>>) => void] {
  const [params, setParams] = useSearchParams();
  const values = Object.fromEntries(names.map((name) => [name, params.get(name) ?? ''])) as Record<K, string>;
  // The router gives each change the address of the last render: of two in between, words that were typed and a choice, the second would undo the first.
  const latest = useRef(params);
  useEffect(() => {
    latest.current = params;
  }, [params]);
  const set = useCallback(
    (change: Partial<Record<K, string>>) => {
      const next = new URLSearchParams(latest.current);
      for (const [name, value] of Object.entries(change) as [string, string][]) {
        if (value) next.set(name, value);
        else next.delete(name);
      }
      latest.current = next;
      setParams(next, { replace: true, preventScrollReset: true });
    },
    [setParams],
  );
  return [values, set];
}
