import { Select, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './Editor.module.css';
import type { Content, Finding, Reading } from './reading';

type Props = { reading: Reading; ties?: Record<string, number>; onTie?: (word: string, paragraph: number) => void };

/** What was found, as a quiet list: first what stops the text, then what somebody should look at, then what the laws want and where it stands. */
export function Checks({ reading, ties, onTie }: Props) {
  const { t } = useTranslation();
  // What a law wants has its own lines below, with the paragraph.
  const findings = reading.findings.filter((each) => !each.id.startsWith('content-'));
  const stops = reading.faults.length + reading.findings.filter((each) => each.severity === 'stops').length;
  const asks = reading.findings.length - reading.findings.filter((each) => each.severity === 'stops').length;
  return (
    <section aria-label={t('words.editor.checks')}>
      <Title order={3} mb={4}>{t('words.editor.checks')}</Title>
      <Text size="sm" role="status" mb={4}>
        {stops > 0 ? t('words.editor.stops', { count: stops }) : asks > 0 ? t('words.editor.asks', { count: asks }) : t('words.editor.allGood')}
      </Text>
      <ul className={classes.list}>
        {reading.faults.map((each) => <Line key={each.detail} state="stops" sign="!"><span>{each.detail}</span></Line>)}
        {findings.map((each) => <Found key={`${each.id} ${each.field} ${each.at} ${each.words ?? ''}`} finding={each} dir={reading.dir} />)}
        {reading.content.map((each) => <Wanted key={each.word} content={each} reading={reading} tied={ties?.[each.word]} onTie={onTie} />)}
        {stops + asks === 0 && reading.content.length === 0 && <Line state="good" sign="✓"><span>{t('words.editor.nothingFound')}</span></Line>}
      </ul>
    </section>
  );
}

function Line({ state, sign, children }: { state: 'good' | 'asks' | 'stops'; sign: string; children: React.ReactNode }) {
  return <li className={classes.item} data-state={state}><span className={classes.sign} aria-hidden>{sign}</span><div>{children}</div></li>;
}

function Found({ finding, dir }: { finding: Finding; dir: string }) {
  const { t } = useTranslation();
  const stops = finding.severity === 'stops';
  return (
    <Line state={stops ? 'stops' : 'asks'} sign={stops ? '!' : '?'}>
      {finding.words && <div><bdi dir={dir} className={classes.words}>“{finding.words}”</bdi></div>}
      <div>{finding.says}</div>
      <div className={classes.source}>{stops ? t('words.editor.stopsIt') : t('words.editor.lookAtIt')} · {finding.source}</div>
    </Line>
  );
}

function Wanted({ content, reading, tied, onTie }: { content: Content; reading: Reading; tied?: number; onTie?: (word: string, paragraph: number) => void }) {
  const { t } = useTranslation();
  const missing = content.state === 'missing';
  // The server knows best: what the law of a few readers wants stops nobody.
  const stops = missing && reading.findings.some((each) => each.id === `content-${content.word}` && each.severity === 'stops');
  const some = missing && content.owed && !content.later && !stops;
  const paragraph = content.paragraph ? reading.paragraphs[content.paragraph - 1] : undefined;
  return (
    <Line state={missing ? (stops ? 'stops' : 'asks') : 'good'} sign={missing ? (stops ? '!' : '?') : '✓'}>
      <Stack gap={4}>
        <div>{content.label}{!content.owed && ` (${t('words.editor.notCertain')})`}{missing && content.later && ` (${t('words.editor.later')})`}{some && ` (${t('words.editor.some')})`}</div>
        <Laws laws={content.laws} />
        {onTie ? (
          <Select size="xs" aria-label={t('words.editor.saidIn', { what: content.label })} clearable placeholder={t('words.editor.nowhere')} value={content.paragraph ? String(content.paragraph) : null}
            description={content.state === 'found' && !tied ? t('words.editor.suggested') : undefined}
            data={reading.paragraphs.map((each, n) => ({ value: String(n + 1), label: `${n + 1}. ${each}` }))} onChange={(value) => onTie(content.word, Number(value ?? 0))} />
        ) : paragraph && <bdi dir={reading.dir} className={classes.words}>{paragraph}</bdi>}
      </Stack>
    </Line>
  );
}

/** Few laws are read at a glance; of many the number is, and their names when somebody asks. */
function Laws({ laws }: { laws: string[] }) {
  const { t } = useTranslation();
  if (laws.length <= 2) return <div className={classes.source}>{laws.join('; ')}</div>;
  return (
    <details className={classes.source}>
      <summary className={classes.many}>{t('words.editor.laws', { count: laws.length })}</summary>
      <ul className={classes.laws}>{laws.map((each) => <li key={each}>{each}</li>)}</ul>
    </details>
  );
}
