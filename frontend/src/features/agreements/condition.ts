/** One condition of a trigger, as the form holds it. The words are those of the rule packs; the list is closed. */
export type Row =
  | { word: 'always' }
  | { word: 'risk_at_least'; level: 'risk' | 'high_risk' }
  | { word: 'people_at_least'; count: number }
  | { word: 'data_categories_any'; words: string[] }
  | { word: 'role'; words: string[] }
  | { word: 'accessed' }
  | { word: 'acquired' }
  | { word: 'question'; text: string };

export type When = { join: 'all_of' | 'any_of'; rows: Row[] };

export const rowWords = ['always', 'risk_at_least', 'people_at_least', 'data_categories_any', 'role', 'accessed', 'acquired', 'question'] as const;

export function emptyRow(word: Row['word']): Row {
  switch (word) {
    case 'risk_at_least': return { word, level: 'risk' };
    case 'people_at_least': return { word, count: 1 };
    case 'data_categories_any': case 'role': return { word, words: [] };
    case 'question': return { word, text: '' };
    default: return { word };
  }
}

/** The questions of an agreement, by the name of the fact that answers them. */
export type Questions = Record<string, string>;

/** The same question is the same fact, wherever it is asked. */
export function factOf(agreement: string, text: string, questions: Questions): string {
  const asked = Object.entries(questions).find(([, question]) => question === text);
  if (asked) return asked[0];
  let n = Object.keys(questions).length + 1;
  while (questions[`other.${agreement}.question-${n}`]) n++;
  const key = `other.${agreement}.question-${n}`;
  questions[key] = text;
  return key;
}

/** The condition as a pack says it. Questions that it asks are added to `questions`. */
export function toWhen(when: When, agreement: string, questions: Questions): unknown {
  const parts = when.rows.map((row) => {
    switch (row.word) {
      case 'risk_at_least': return { risk_at_least: row.level };
      case 'people_at_least': return { people_at_least: row.count };
      case 'data_categories_any': case 'role': return { [row.word]: row.words };
      case 'question': return { fact: { [factOf(agreement, row.text, questions)]: true } };
      default: return { [row.word]: true };
    }
  });
  return parts.length === 1 ? parts[0] : { [when.join]: parts };
}

type Plain = Record<string, unknown>;

const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value);
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [String(value)]);

function rowOf(value: unknown, questions: Questions): Row | null {
  if (!isPlain(value)) return null;
  const [word, said] = Object.entries(value)[0] ?? [];
  switch (word) {
    case 'always': case 'accessed': case 'acquired': return { word };
    case 'risk_at_least': return { word, level: said === 'high_risk' ? 'high_risk' : 'risk' };
    case 'people_at_least': return { word, count: Number(said) };
    case 'data_categories_any': case 'role': return { word, words: texts(said) };
    case 'fact': {
      const [key, answer] = isPlain(said) ? (Object.entries(said)[0] ?? []) : [];
      return key && answer === true && questions[key] ? { word: 'question', text: questions[key] } : null;
    }
    default: return null;
  }
}

/** The form of a condition; null where the form cannot say what it says. */
export function fromWhen(value: unknown, questions: Questions): When | null {
  if (!isPlain(value)) return null;
  const join = 'any_of' in value ? 'any_of' : 'all_of';
  const parts = Array.isArray(value[join]) ? (value[join] as unknown[]) : [value];
  const rows = parts.map((part) => rowOf(part, questions));
  return rows.every((row) => row !== null) ? { join, rows: rows as Row[] } : null;
}
