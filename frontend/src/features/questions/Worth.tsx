import { useTranslation } from 'react-i18next';
import { capital } from '@/lib/words';
import type { Question } from './questions';

/** What an answer is worth: the open duties that wait for it, and the required ones it could still spare. */
export function Worth({ question, short }: { question: Question; short?: boolean }) {
  const { t } = useTranslation();
  const parts = [
    question.decides > 0 && t('questions.decides', { count: question.decides }),
    (question.decides === 0 || !short) && question.could_lift > 0 && t('questions.lifts', { count: question.could_lift }),
    !short && question.regimes.length > 0 && t('questions.laws', { count: question.regimes.length }),
  ].filter((part): part is string => !!part);
  return <>{capital(parts.join(' · '))}</>;
}
