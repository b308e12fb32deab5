import { useTranslation } from 'react-i18next';
import { NotKnownYet } from '@/components/NotKnownYet';
import { RangeCount } from '@/components/RangeCount';
import { When } from '@/components/When';
import type { Plan } from '@/features/contact/api';
import { PlanFacts } from '@/features/contact/PlanFacts';
import { languageName } from '@/lib/names';
import type { Question, Value } from './api';
import { channels, said } from './form';
import classes from './Proposals.module.css';

/** What is answered to a question, or stands there, in words. */
export function ValueWords({ question, value }: { question: Question; value: Value }) {
  const { t, i18n } = useTranslation();
  if (question === 'call-me') return <span className={classes.words}><bdi>{value.text || t('proposals.anyTime')}</bdi></span>;
  if (!said(value)) return <NotKnownYet />;
  const ways = (list: string[] | null | undefined) => channels.filter((each) => list?.includes(each)).map((each) => t(`proposals.channel.${each}`)).join(', ');
  switch (question) {
    case 'people-count':
      return <RangeCount range={value.count} />;
    case 'languages':
      return <bdi>{(value.languages ?? []).map((code) => languageName(code, i18n.language)).join(', ')}</bdi>;
    case 'awareness':
      return <span className={classes.words}><When at={value.at} zone={value.zone} />{value.reason && <> · <bdi>{value.reason}</bdi></>}</span>;
    case 'contact-plan':
      return value.plan ? <PlanFacts plan={value.plan as Plan} person={!!value.person} /> : <NotKnownYet />;
    case 'contact':
      return <bdi>{[value.name, value.telephone, value.email].filter(Boolean).join(' · ')}</bdi>;
    case 'channels':
      return (
        <span className={classes.words}>
          <bdi>{[value.safe?.length && t('proposals.safeList', { list: ways(value.safe) }), value.unsafe?.length && t('proposals.unsafeList', { list: ways(value.unsafe) }), value.text]
            .filter(Boolean).join(' ')}</bdi>
        </span>
      );
    default:
      return <span className={classes.words}><bdi>{value.text}</bdi></span>;
  }
}
