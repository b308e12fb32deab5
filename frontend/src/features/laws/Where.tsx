import { useTranslation } from 'react-i18next';
import { countryName } from '@/lib/names';

const named = 3;

/** The countries of a law, the first few by name. */
export function Where({ countries }: { countries: string[] }) {
  const { t, i18n } = useTranslation();
  if (countries.length === 0) return t('laws.byKind');
  const names = countries.slice(0, countries.length === named + 1 ? named + 1 : named).map((code) => countryName(code, i18n.language)).join(', ');
  const more = countries.length - named;
  return more > 1 ? t('laws.andMore', { names, count: more }) : names;
}
