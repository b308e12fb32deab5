import { useFactLabels } from '@/features/facts/labels';
import { labelKey, type Question } from './questions';

/** A question as people ask it. What is about a party or a time has its own words; the others come in words from the server. */
export function useQuestionLabel(questions: Question[]): (question: Question) => string {
  const label = useFactLabels(questions.map(labelKey).filter((key): key is string => key !== null));
  return (question) => {
    const key = labelKey(question);
    return key ? label(key) : question.text;
  };
}
