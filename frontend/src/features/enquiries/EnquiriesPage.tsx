import { SegmentedControl, Skeleton, Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '@/components/ProblemBox';
import { useIncident } from '@/features/incidents/incident';
import { useCan } from '@/features/session/me';
import { useFilters } from '@/lib/filters';
import { AnswersPanel } from './AnswersPanel';
import { CheckReference } from './CheckReference';
import { wordsQuery } from './api';
import { EnquiryTable } from './EnquiryTable';
import classes from './Enquiries.module.css';
import { Picture } from './Picture';
import { QuickEntry } from './QuickEntry';
import { WorkPanel } from './WorkPanel';

/** Enquiries of one incident: the desk for whoever is on the telephone, the picture for everybody, the answers for those who write them. */
export function Component() {
  const { t } = useTranslation();
  const can = useCan();
  const incident = useIncident();
  const [{ view }, setView] = useFilters('view');
  const narrow = useMediaQuery('(max-width: 48em)');
  const words = useQuery(wordsQuery);
  if (words.error && !words.data) return <ProblemBox problem={words.error} onRetry={() => void words.refetch()} />;
  if (!words.data) return <Stack><Skeleton height={40} /><Skeleton height={320} /></Stack>;
  const takes = can('take-enquiries');
  const views = [...(takes ? (['desk'] as const) : []), 'all' as const, 'answers' as const, ...(takes ? (['check'] as const) : [])];
  const shown = views.find((each) => each === view) ?? views[0];
  return (
    <Stack>
      <SegmentedControl aria-label={t('enquiries.views')} orientation={narrow ? 'vertical' : 'horizontal'} style={{ alignSelf: narrow ? 'stretch' : 'start' }} value={shown} onChange={(next) => setView({ view: next === views[0] ? '' : next })}
        data={views.map((each) => ({ value: each, label: t(`enquiries.view.${each}`) }))} />
      {shown === 'desk' && (
        <div className={classes.desk}>
          {incident.state === 'open' ? <QuickEntry incident={incident.id} words={words.data} /> : <div>{t('enquiries.closed')}</div>}
          <div><WorkPanel incident={incident.id} words={words.data} /></div>
        </div>
      )}
      {shown === 'all' && (
        <>
          <Picture incident={incident.id} words={words.data} />
          {takes && <EnquiryTable incident={incident.id} words={words.data} />}
        </>
      )}
      {shown === 'check' && <CheckReference />}
      {shown === 'answers' && <AnswersPanel incident={incident.id} words={words.data} />}
    </Stack>
  );
}
