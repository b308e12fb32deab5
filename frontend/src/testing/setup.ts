import { afterEach, vi } from 'vitest';
import { cleanup } from '@testing-library/react';
import { restOfWords, startLanguage } from '@/i18n';

await startLanguage();
await restOfWords();
afterEach(() => {
  cleanup();
  localStorage.clear();
});

// happy-dom answers media queries, but Mantine also listens to them.
vi.stubGlobal('matchMedia', (query: string) => ({
  matches: false, media: query, onchange: null,
  addEventListener: () => undefined, removeEventListener: () => undefined, addListener: () => undefined, removeListener: () => undefined,
  dispatchEvent: () => false,
}));

// The auto-sizing text field asks the fonts when they are there.
Object.defineProperty(document, 'fonts', { value: { addEventListener: () => undefined, removeEventListener: () => undefined } });
