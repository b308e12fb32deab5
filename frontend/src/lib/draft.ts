import { useCallback, useEffect, useRef, useState } from 'react';

const prefix = 'candour-draft:';
const keptFor = 14 * 86_400_000;

type Kept<T> = { at: number; value: T };

function read<T>(key: string): Kept<T> | null {
  try {
    const text = localStorage.getItem(prefix + key);
    if (!text) return null;
    const kept = JSON.parse(text) as Kept<T>;
    if (Date.now() - kept.at > keptFor) {
      localStorage.removeItem(prefix + key);
      return null;
    }
    return kept;
  } catch {
    // A private window may refuse storage; the form works without.
    return null;
  }
}

export type Draft<T> = {
  value: T;
  set: (change: Partial<T>) => void;
  /** When the draft that was put back was kept; null for a fresh form. */
  restoredAt: number | null;
  /** Starts empty, for somebody who does not want the draft. */
  discard: () => void;
  /** Forgets the draft once the server has it. */
  saved: () => void;
};

/**
 * The values of a form, kept on this device with each change, so that a lost connection, a closed window or an ended session loses nothing.
 * The key names the form and, where it edits something, the thing. Fields added to the form since are filled from `empty`.
 */
export function useDraft<T extends object>(key: string, empty: T): Draft<T> {
  const [kept] = useState(() => read<T>(key));
  const [value, setValue] = useState<T>(() => (kept ? { ...empty, ...kept.value } : empty));
  const [restoredAt, setRestoredAt] = useState(kept?.at ?? null);
  const start = useRef(empty);
  const touched = useRef(false);

  useEffect(() => {
    if (!touched.current) return;
    try {
      localStorage.setItem(prefix + key, JSON.stringify({ at: Date.now(), value } satisfies Kept<T>));
    } catch {
      // Storage is full or refused: the text is still on the screen.
    }
  }, [key, value]);

  const set = useCallback((change: Partial<T>) => {
    touched.current = true;
    setValue((before) => ({ ...before, ...change }));
  }, []);
  const forget = useCallback(() => {
    touched.current = false;
    try {
      localStorage.removeItem(prefix + key);
    } catch {
      // Nothing was kept.
    }
    setRestoredAt(null);
  }, [key]);
  const discard = useCallback(() => {
    forget();
    setValue(start.current);
  }, [forget]);

  return { value, set, restoredAt, discard, saved: forget };
}
