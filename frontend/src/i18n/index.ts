import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en';

// English is always complete and in the bundle; another language is loaded when chosen and falls back to English word by word.
export const languages = [
  { code: 'en', name: 'English' },
  { code: 'fr', name: 'Français' },
  { code: 'es', name: 'Español' },
  { code: 'ar', name: 'العربية' },
] as const;

const key = 'candour-language';

const others: Record<string, () => Promise<Record<string, object>>> = {
  fr: async () => (await import('./fr')).fr,
  es: async () => (await import('./es')).es,
  ar: async () => (await import('./ar')).ar,
};

async function load(code: string): Promise<void> {
  const words = others[code];
  if (words && !i18next.hasResourceBundle(code, 'translation')) i18next.addResourceBundle(code, 'translation', await words());
}

export async function startLanguage(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  const kept = localStorage.getItem(key);
  if (kept && kept !== 'en') await chooseLanguage(kept);
}

export async function chooseLanguage(code: string): Promise<void> {
  await load(code);
  localStorage.setItem(key, code);
  await i18next.changeLanguage(code);
}
