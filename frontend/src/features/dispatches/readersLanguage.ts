import type { TFunction } from 'i18next';
import { languageName } from '@/lib/names';

/** The language of readers whose words nobody wrote. "und" (BCP 47) is whatever a list called a language and is none. */
export const readersLanguage = (code: string, t: TFunction, language: string): string => (code === 'und' ? t('dispatches.check.notKnown') : languageName(code, language));
