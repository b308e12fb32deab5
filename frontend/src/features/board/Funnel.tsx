import { useTranslation } from 'react-i18next';
import { numberWords } from '@/lib/range';
import type { Board } from './api';
import classes from './Board.module.css';

const stages = ['expected', 'sent', 'delivered', 'seen', 'acknowledged'] as const;
const answers = ['acting', 'call_me', 'declined'] as const;

/** How far the circular has come with all societies. The picture is the table: each bar stands beside its name and number. */
export function Funnel({ counts }: { counts: Board['counts'] }) {
  const { t, i18n } = useTranslation();
  const format = (n: number) => numberWords(n, i18n.language);
  const share = (n: number) => (counts.expected === 0 ? 0 : (100 * n) / counts.expected);
  const missing = counts.expected - counts.acknowledged;

  return (
    <figure className={classes.figure}>
      <figcaption className={classes.title}>
        {missing === 0 ? t('board.findingAll', { count: counts.expected }) : t('board.finding', { count: counts.expected, acknowledged: format(counts.acknowledged), silent: format(counts.silent) })}
      </figcaption>
      <table className={classes.funnel}>
        <tbody>
          {stages.map((stage) => (
            <tr key={stage}>
              <th scope="row">{t(`board.stage.${stage}`)}</th>
              <td className={classes.count}><bdi>{format(counts[stage])}</bdi></td>
              <td className={classes.track}>
                <svg width="100%" height="20" aria-hidden="true">
                  <rect width="100%" height="20" rx="3" className={classes.ground} />
                  {stage === 'acknowledged'
                    ? answers.map((answer, n) => {
                        const before = answers.slice(0, n).reduce((sum, each) => sum + share(counts[each]), 0);
                        return <rect key={answer} x={`${before}%`} width={`${share(counts[answer])}%`} height="20" data-answer={answer} />;
                      })
                    : <rect width={`${share(counts[stage])}%`} height="20" rx="3" data-stage={stage} />}
                </svg>
                <div className={classes.note}>
                  {stage === 'sent' && counts.not_sent > 0 ? t('board.inOutbox', { count: counts.not_sent }) : t(`board.stageHint.${stage}`)}
                </div>
                {stage === 'acknowledged' && counts.acknowledged > 0 && (
                  <ul className={classes.answers}>
                    {answers.map((answer) => (
                      <li key={answer}><span className={classes.key} data-answer={answer} aria-hidden="true" />{t(`board.standing.${answer}`)} <bdi>{format(counts[answer])}</bdi></li>
                    ))}
                  </ul>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
