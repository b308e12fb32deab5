import type { TFunction } from 'i18next';
import type { Duty, RegimeView } from '@/features/laws/laws';
import { conditionWords } from '@/features/laws/library';
import { valueWords } from '@/features/facts/value';
import { dateWords, instantWords } from '@/lib/time';
import { capital } from '@/lib/words';
import type { Decision, Determination } from './determination';
import { partOf, reasonsOf, type Change, type Part, type StatedValue, type UsedFact } from './explain';

export type Explained = {
  row: Determination;
  decisions: Decision[];
  history: Determination[];
  facts: UsedFact[];
  law?: RegimeView;
  duty?: Duty;
  changes?: Change[];
  score?: string[];
};

export type Speech = { t: TFunction; language: string; now: number; label: (key: string) => string };

/** The value of a used fact in words; null: not known. */
export function usedWords(key: string, said: StatedValue, { t, language, now }: Speech): string | null {
  if (key === 'risk_level') {
    const levels = (Array.isArray(said.value) ? said.value : said.value ? [said.value] : []) as ('risk' | 'high_risk' | 'none_likely')[];
    return levels.length ? levels.map((level) => t(`parties.risks.${level}`)).join(', ') : t('decisions.derivedRisk');
  }
  const words = valueWords(said.value, t, language, said.zone, now);
  return words && capital(words);
}

/** How a used fact came to be known, in words. */
export function sourceWords(key: string, said: StatedValue, { t, language, now }: Speech): string[] {
  if (!said.stated) {
    if (said.value === null) return [];
    const part = partOf(key);
    return [t(part?.of === 'parties' && !['people', 'residence'].includes(part.word) ? 'decisions.fromParty' : 'decisions.fromPeople')];
  }
  const learnt = said.learnt_at ? instantWords(said.learnt_at, said.zone || 'UTC', language, now) : null;
  return [
    said.certainty ? t(`facts.certainties.${said.certainty}`) : '', said.source, learnt ? t('decisions.learnt', { when: `${learnt.day}, ${learnt.time} ${learnt.place}` }) : '',
  ].filter(Boolean);
}

/** What a used fact has become since the rules spoke; null: it is what it was. */
export function changedWords(fact: UsedFact, speech: Speech): string | null {
  if (!fact.changed || !fact.now) return null;
  const from = sourceWords(fact.key, fact.now, speech).join('; ');
  const value = usedWords(fact.key, fact.now, speech) ?? speech.t('common.notKnownYet');
  return speech.t('decisions.changedSince', { value: from ? `${value} (${from})` : value });
}

export function checkedOn(law: RegimeView | undefined, { t, language }: Speech): string {
  return law?.read_on ? dateWords(law.read_on, language) : t('decisions.notChecked');
}

export function sentenceOf(row: Determination, t: TFunction): string {
  return t(`decisions.sentence.${row.effective}`, { party: row.party, whom: row.recipient_name || t(`incidents.recipient.${row.recipient as 'authority'}`) });
}

/** The parts of the explanation as lines of text, in the order in which they stand on the page. */
export function textParts(x: Explained, speech: Speech): Part[] {
  const { t, language, now, label } = speech;
  const { row, law, duty } = x;
  const when = (at: string | null, zone: string) => {
    if (!at) return t('common.notKnownYet');
    const words = instantWords(at, zone, language, now);
    return `${words.day}, ${words.time} ${words.place} (${words.utc} UTC)`;
  };
  return [
    { title: t('decisions.reasons'), lines: reasonsOf(row.reasons) },
    { title: t('decisions.stillOpen'), lines: row.needs.map(label) },
    {
      title: t('decisions.factsUsed'),
      lines: x.facts.map((fact) => {
        const from = sourceWords(fact.key, fact.then, speech).join('; ');
        const said = `${label(fact.key)} ${usedWords(fact.key, fact.then, speech) ?? t('common.notKnownYet')}${from ? ` (${from})` : ''}`;
        return [said, changedWords(fact, speech)].filter(Boolean).join('. ');
      }),
    },
    { title: t('decisions.rule'), lines: [`${row.law}, ${row.citation}`, ...(duty?.trigger_text ? [t('decisions.asLawSays', { text: duty.trigger_text })] : [])] },
    { title: t('decisions.changes'), lines: !x.changes ? [] : x.changes.length ? x.changes.map((change) => change.text) : [t(row.needs.length > 0 ? 'decisions.changesOpen' : 'decisions.changesNone')] },
    { title: t('decisions.score'), lines: x.score?.length ? [...x.score, t('decisions.scoreMeans')] : [] },
    {
      title: t('decisions.exemptions'),
      lines: (duty?.exemptions ?? []).map((each) =>
        [each.text, t('laws.evidence', { evidence: each.evidence }), each.condition ? t('laws.provedWhen', { condition: conditionWords(each.condition, law?.questions ?? {}) }) : ''].filter(Boolean).join(' ')),
    },
    {
      title: t('decisions.entry'),
      lines: [
        `${t('decisions.packVersion')}: ${row.pack_version}`, `${t('decisions.checkedOn')}: ${checkedOn(law, speech)}`,
        `${t('decisions.confidence')}: ${t(`laws.confidences.${row.confidence as 'high'}`, { defaultValue: row.confidence })}`, `${t('decisions.saidAt')}: ${when(row.said_at, row.zone)}`,
        ...(row.due_at ? [`${t('incidents.col.due')}: ${when(row.due_at, row.zone)}`] : []),
      ],
    },
    {
      title: t('decisions.title'),
      lines: x.decisions.length
        ? x.decisions.map((each) => [t(`decisions.kind.${each.kind as 'confirm'}`, { defaultValue: each.kind }), each.decided_by, when(each.decided_at, row.zone), each.reason].filter(Boolean).join(' · '))
        : [t('decisions.none')],
    },
    { title: t('decisions.earlier', { count: x.history.length - 1 }), lines: x.history.slice(1).map((each) => `${t(`incidents.outcome.${each.outcome}`)} · ${when(each.said_at, row.zone)} · ${each.reasons[0] ?? ''}`) },
  ];
}
