import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export const languages = [
  { code: 'en', name: 'English' },
  { code: 'fr', name: 'Français' },
  { code: 'es', name: 'Español' },
  { code: 'ar', name: 'العربية' },
] as const;

const key = 'candour-language';

/** The words in two parts: what the first page says, and what all others say. */
type Part = 'first' | 'rest';
type Load = () => Promise<{ part: object }>;

const files: Record<string, Record<Part, Load>> = {
  en: { first: () => import('./en/first'), rest: () => import('./en/rest') },
  fr: { first: () => import('./fr/first'), rest: () => import('./fr/rest') },
  es: { first: () => import('./es/first'), rest: () => import('./es/rest') },
  ar: { first: () => import('./ar/first'), rest: () => import('./ar/rest') },
};

const here = new Map<string, Promise<void>>();
const wanted = new Set<Part>(['first']);
let chosen = 'en';
let begin = () => {};
// The router asks for its first page before the language has begun.
const begun = new Promise<void>((resolve) => {
  begin = resolve;
});

function load(code: string, part: Part): Promise<void> {
  const id = `${code} ${part}`;
  const before = here.get(id);
  if (before) return before;
  const now = files[code]![part]().then(({ part: words }) => {
    i18next.addResourceBundle(code, 'translation', words);
  });
  here.set(id, now);
  // A connection that broke must not stay the answer for ever.
  now.catch(() => here.delete(id));
  return now;
}

// No other language has every word yet, so English is there too and each missing word falls back to it.
const loadParts = (code: string, parts: Iterable<Part>) => Promise.all([...parts].flatMap((part) => [...new Set(['en', code])].map((each) => load(each, part))));

export async function startLanguage(): Promise<void> {
  const kept = localStorage.getItem(key);
  if (kept && Object.hasOwn(files, kept)) chosen = kept;
  await i18next.use(initReactI18next).init({
    lng: chosen,
    fallbackLng: 'en',
    resources: {},
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  begin();
  await loadParts(chosen, wanted);
}

export async function chooseLanguage(code: string): Promise<void> {
  chosen = code;
  await loadParts(code, wanted);
  localStorage.setItem(key, code);
  await i18next.changeLanguage(code);
}

/** The words of all pages but the first. */
export async function restOfWords(): Promise<void> {
  wanted.add('rest');
  await begun;
  await loadParts(chosen, ['rest']);
}

/** Loads code together with the words it shows, so that no key stands on a page even for a moment. */
export function withWords<T>(load: () => Promise<T>): () => Promise<T> {
  return async () => {
    const [module] = await Promise.all([load(), restOfWords()]);
    return module;
  };
}
