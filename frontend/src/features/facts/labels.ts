import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { lawQuery } from '@/features/laws/laws';
import { useVocabulary } from '@/features/incidents/incident';
import { countryName } from '@/lib/names';
import { wordLabel } from './value';

/** The regime whose question this is: other.<regime>.<word>. */
function regimeOf(key: string): string | undefined {
  return /^other\.([^.]+)\./.exec(key)?.[1];
}

/**
 * The question behind each key, as people ask it: a word of the vocabulary, something about a party, or a question of one law, whose words are
 * read from that law. What is none of these is shown as it is.
 */
export function useFactLabels(keys: string[]): (key: string) => string {
  const { t, i18n } = useTranslation();
  const vocabulary = useVocabulary();
  const regimes = [...new Set(keys.map(regimeOf).filter((id): id is string => !!id))].slice(0, 12);
  const laws = useQueries({ queries: regimes.map((id) => ({ ...lawQuery(id), staleTime: Infinity })) });
  return (given) => {
    const key = given.replace(/^incident\./, '');
    const known = vocabulary?.facts.find((fact) => fact.key === key);
    if (known) return known.label;
    const regime = regimeOf(key);
    if (regime) {
      const questions = laws[regimes.indexOf(regime)]?.data?.questions ?? {};
      const word = key.slice(`other.${regime}.`.length);
      return questions[key] ?? questions[word] ?? t('facts.other', { key: `${regime}: ${wordLabel(word)}` });
    }
    const party = /^(?:parties\[\d+\]|groups\[\d+\]|party)\.([a-z_]+)(?:\.(.+))?$/.exec(key);
    if (party?.[1]) return t(`facts.ofParty.${party[1]}` as 'facts.ofParty.residence', { defaultValue: wordLabel(party[1]), where: party[2] ? countryName(party[2], i18n.language) : '' });
    return /^[a-z_]+$/.test(key) ? wordLabel(key) : key;
  };
}
