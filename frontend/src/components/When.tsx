import { useTranslation } from 'react-i18next';
import { useNow } from '@/lib/clock';
import { instantWords } from '@/lib/time';
import { NotKnownYet } from './NotKnownYet';
import classes from './When.module.css';

/** An instant as people there read it, with UTC beside it: "Fri 21 Jan, 18:00 Paris (17:00 UTC)". */
export function When({ at, zone, who }: { at: string | null | undefined; zone?: string | null; who?: string }) {
  const { i18n } = useTranslation();
  const now = useNow();
  if (!at) return <NotKnownYet who={who} />;
  const words = instantWords(at, zone ?? 'UTC', i18n.language, now);
  return (
    <time dateTime={at} className={classes.when}>
      <bdi>{words.day}, {words.time} {words.place}</bdi>
      {words.place !== 'UTC' && <> <bdi className={classes.utc}>({words.utc} UTC)</bdi></>}
    </time>
  );
}
