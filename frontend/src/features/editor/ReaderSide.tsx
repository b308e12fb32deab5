import { Group, SegmentedControl, Skeleton, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '@/components/ProblemBox';
import { Checks } from './Checks';
import classes from './Editor.module.css';
import { useReading, type Channel, type Draft } from './reading';

type Props = {
  incident: string;
  draft: Draft;
  language: string;
  channel?: Channel;
  onChannel?: (channel: Channel) => void;
  ties?: Record<string, number>;
  onTie?: (word: string, paragraph: number) => void;
};

const channels: Channel[] = ['email', 'sms', 'letter', 'script'];

/** The right half of the editor: the text as its readers get it, from the real template, and what was found in it. */
export function ReaderSide({ incident, draft, language, channel, onChannel, ties, onTie }: Props) {
  const { t } = useTranslation();
  const { data, error, behind, refetch } = useReading(incident, draft);
  return (
    <div className={classes.side}>
      <Group justify="space-between" gap="xs">
        <Title order={3}>{t('statements.reader')}</Title>
        {onChannel && channel && (
          <SegmentedControl size="xs" aria-label={t('words.editor.channel')} value={channel} onChange={(value) => onChannel(value as Channel)}
            data={channels.map((each) => ({ value: each, label: t(`words.editor.channels.${each}`) }))} />
        )}
      </Group>
      {error && <ProblemBox problem={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height={320} />}
      {data && (
        <div className={behind ? classes.behind : undefined}>
          {/* No right at all in the frame: nothing runs, nothing loads, nothing is sent. */}
          {data.html
            ? <iframe className={classes.frame} sandbox="" referrerPolicy="no-referrer" srcDoc={data.html} title={t('statements.reader')} />
            : <pre className={classes.text} data-channel={channel} lang={language} dir={data.dir}>{data.text || '…'}</pre>}
          {data.message && (
            <Text size="sm" mt={4}>
              {t('words.editor.parts', { count: data.message.parts })} · {t('words.editor.units', { count: data.message.units, encoding: data.message.encoding })}
              {data.message.outside.length > 0 && data.message.outside.length <= 8 && <> · {t('words.editor.outside')} <bdi>{data.message.outside.join(' ')}</bdi></>}
            </Text>
          )}
        </div>
      )}
      {data && <Checks reading={data} ties={ties} onTie={onTie} />}
    </div>
  );
}
