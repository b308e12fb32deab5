import { Stack, Text } from '@mantine/core';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { languageName } from '@/lib/names';
import { numberWords } from '@/lib/range';
import { readersLanguage } from './readersLanguage';
import { useReasonWords } from './reasons';
import classes from './Tell.module.css';

export type Standing = { state: string; channel: string; reason: string; count: number };

const shareOf = (state: string) => (state === 'excluded' || state === 'unreached' || state === 'uncertain' ? state : state === 'waiting' ? 'pending' : 'going');

/** How people of an audience would be told: bars by channel, then what keeps the others from it, by rule. Sums are beside each bar. */
export function AudiencePicture({ rows, languages, fallbacks }: { rows: Standing[]; languages: Record<string, number>; fallbacks: Record<string, number> }) {
  const { t, i18n } = useTranslation();
  const say = useReasonWords();
  const sums = new Map<string, { label: string; share: string; count: number }>();
  for (const row of rows) {
    const going = row.state !== 'excluded' && row.state !== 'unreached' && row.state !== 'waiting';
    const label = going ? t('dispatches.audience.by', { channel: t(`dispatches.channel.${row.channel}`, row.channel) }) : `${t(`dispatches.audience.${row.state as 'excluded' | 'unreached' | 'waiting'}`)}: ${say(row.reason)}`;
    const key = going ? `0${row.channel}` : `1${row.state}${row.reason}`;
    const sum = sums.get(key) ?? { label, share: shareOf(row.state), count: 0 };
    sum.count += row.count;
    sums.set(key, sum);
  }
  const bars = [...sums].sort(([a, x], [b, y]) => a[0]!.localeCompare(b[0]!) || y.count - x.count).map(([, sum]) => sum);
  const most = Math.max(1, ...bars.map((bar) => bar.count));
  const list = (of: Record<string, number>) => Object.entries(of).filter(([, n]) => n > 0).sort((a, b) => b[1] - a[1]);
  const other = list(fallbacks);
  return (
    <Stack gap="sm">
      <ul className={classes.rows}>
        {bars.map((bar) => (
          <li key={bar.label} className={classes.row} data-share={bar.share}>
            <span>{bar.label}</span>
            <span className={classes.track} aria-hidden="true"><span className={classes.length} style={{ '--part': bar.count / most, display: 'block' } as CSSProperties} /></span>
            <bdi>{numberWords(bar.count, i18n.language)}</bdi>
          </li>
        ))}
      </ul>
      <Text size="sm">
        {t('dispatches.audience.languages')} {list(languages).map(([language, n]) => `${languageName(language, i18n.language)} ${numberWords(n, i18n.language)}`).join(', ')}
      </Text>
      {other.length > 0 && (
        <Text size="sm" c="dimmed">
          {t('dispatches.audience.fallback')} {other.slice(0, 8).map(([language, n]) => `${readersLanguage(language, t, i18n.language)} ${numberWords(n, i18n.language)}`).join(', ')}{other.length > 8 && ' …'}
        </Text>
      )}
    </Stack>
  );
}
