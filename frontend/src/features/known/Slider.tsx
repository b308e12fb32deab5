import { useTranslation } from 'react-i18next';
import { useNow } from '@/lib/clock';
import { instantWords } from '@/lib/time';
import classes from './Known.module.css';
import type { Stop } from './moments';

type Props = { stops: Stop[]; index: number; zone: string; onChange: (index: number) => void };

/** Moves from one stop to the next, by hand or with the arrow keys; the last place is now. Stops are as far apart as their order, not their hours. */
export function Slider({ stops, index, zone, onChange }: Props) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const say = (at: string) => {
    const words = instantWords(at, zone, i18n.language, now);
    return `${words.day}, ${words.time} ${words.place}`;
  };
  const stop = stops[index];
  const what = stop && stop.kinds.map((kind) => t(`known.kinds.${kind}`, { count: stop.marks.filter((mark) => mark.kind === kind).length })).join(', ');
  const first = stops[0];
  return (
    <div className={`${classes.slider} no-print`}>
      <div className={classes.ticks} aria-hidden="true">
        {stops.map((each, place) => (
          <div key={each.at} className={classes.tick} style={{ insetInlineStart: `${(place / stops.length) * 100}%` }}>
            {each.kinds.map((kind) => <span key={kind} className={classes.mark} data-kind={kind} />)}
          </div>
        ))}
      </div>
      <input type="range" className={classes.range} min={0} max={stops.length} step={1} value={index < 0 ? 0 : index} aria-label={t('known.slider')}
        aria-valuetext={stop ? `${say(stop.at)}: ${what}` : t('known.now')} onChange={(event) => onChange(Number(event.currentTarget.value))} />
      <div className={classes.ends}><span>{first && <bdi>{say(first.at)}</bdi>}</span><span>{t('known.now')}</span></div>
      <div className={classes.legend} aria-hidden="true">
        {(['fact', 'run', 'decision'] as const).map((kind) => <span key={kind}><span className={classes.mark} data-kind={kind} />{t(`known.legend.${kind}`)}</span>)}
      </div>
    </div>
  );
}
