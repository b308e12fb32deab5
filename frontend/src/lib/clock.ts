import { useSyncExternalStore } from 'react';

// Time left is counted on the server's clock: a telephone that is ten minutes off must not hide a late clock.
let offset = 0;
let current = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

export function learnServerTime(date: string | null): void {
  if (!date) return;
  const server = Date.parse(date);
  if (Number.isNaN(server)) return;
  const seen = server - Date.now();
  // The header has whole seconds and the answer took a while; smaller differences mean nothing.
  offset = Math.abs(seen) < 5_000 ? 0 : seen;
}

export function serverNow(): number {
  return Date.now() + offset;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    current = serverNow();
    for (const each of listeners) each();
  }, 15_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The present, in milliseconds, moving every fifteen seconds. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => {
    if (Math.abs(serverNow() - current) > 15_000) current = serverNow();
    return current;
  });
}
