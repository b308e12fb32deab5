import { localeOf } from './time';

function nameOf(kind: 'language' | 'region', code: string, language: string): string {
  try {
    return new Intl.DisplayNames(localeOf(language), { type: kind }).of(code) ?? code;
  } catch {
    return code;
  }
}

export function languageName(code: string, language: string): string {
  return nameOf('language', code, language);
}

/** The name of a country, and of a state of it where the law is the state's: "United States (CA)". */
export function countryName(code: string, language: string): string {
  const [country = '', part] = code.split('-');
  if (!/^[A-Za-z]{2}$/.test(country)) return code;
  const name = nameOf('region', country.toUpperCase(), language);
  return part ? `${name} (${part})` : name;
}
