import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en';

// English is always complete and in the bundle; another language is loaded when chosen and falls back to English word by word.
export const languages = [
  { code: 'en', name: 'English' },
  { code: 'ar', name: 'العربية' },
] as const;

const key = 'candour-language';

async function load(code: string): Promise<void> {
  if (code === 'ar' && !i18next.hasResourceBundle('ar', 'translation')) {
    const { ar } = await import('./ar');
    i18next.addResourceBundle('ar', 'translation', ar);
  }
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
