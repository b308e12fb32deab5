import { useCallback, useEffect, useRef, useState } from 'react';

const all = 'candour-draft:';
let prefix = all;

/** Drafts belong to whoever is signed in: the next person at this machine is not shown them, also when a session just ran out. */
export function draftsOf(account: string): void {
  prefix = `${all}${account}:`;
}

type Left = { key: string; at: number; value: unknown };

/** The drafts of whoever is signed in, to be kept on the server before a sign-out wipes this device. */
export function draftsHere(): Left[] {
  const found: Left[] = [];
  try {
    for (let i = 0; i < localStorage.length; i++) {
      const name = localStorage.key(i) ?? '';
      if (!name.startsWith(prefix)) continue;
      const kept = read<unknown>(name.slice(prefix.length));
      if (kept) found.push({ key: name.slice(prefix.length), ...kept });
    }
  } catch {
    // Storage is refused: then nothing was kept.
  }
  return found;
}

/** Wipes them here, also in a browser that does not know Clear-Site-Data. */
export function forgetDraftsHere(): void {
  for (const { key } of draftsHere()) localStorage.removeItem(prefix + key);
}

/** Reads what was kept; of two drafts of one form the later counts. */
export function mergeDrafts(content: string, more: Left[]): Left[] {
  let before: Left[] = [];
  try {
    const parsed = JSON.parse(content || '[]') as unknown;
    if (Array.isArray(parsed)) before = parsed as Left[];
  } catch {
    // Not ours; it is replaced.
  }
  const merged = new Map<string, Left>();
  for (const draft of [...before, ...more]) {
    if (typeof draft?.key !== 'string' || typeof draft.at !== 'number') continue;
    const other = merged.get(draft.key);
    if (!other || other.at <= draft.at) merged.set(draft.key, draft);
  }
  return [...merged.values()];
}

/** Puts drafts back on this device; false when the device takes none, and they have to stay where they are. */
export function putDraftsBack(content: string): boolean {
  try {
    for (const { key, at, value } of mergeDrafts(content, draftsHere())) localStorage.setItem(prefix + key, JSON.stringify({ at, value }));
    return true;
  } catch {
    return false;
  }
}
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
