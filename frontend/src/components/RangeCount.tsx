import { useTranslation } from 'react-i18next';
import { rangeWords, type Range } from '@/lib/range';
import { NotKnownYet } from './NotKnownYet';

export function RangeCount({ range, unit = 'people' }: { range: Range | null | undefined; unit?: 'people' | 'count' }) {
  const { t, i18n } = useTranslation();
  const words = rangeWords(range, unit, t, i18n.language);
  return words === null ? <NotKnownYet /> : <bdi>{words}</bdi>;
}
