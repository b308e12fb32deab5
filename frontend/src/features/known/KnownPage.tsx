import { Button, Collapse, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/Icon';
import { Parts } from '@/components/Parts';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { TimeField } from '@/components/TimeField';
import { When } from '@/components/When';
import { ChangesNav } from '@/features/differences/ChangesNav';
import { useIncident } from '@/features/incidents/incident';
import { serverNow } from '@/lib/clock';
import { useFilters } from '@/lib/filters';
import { instantOf, zonedOf, type ZonedInput } from '@/lib/time';
import { knownQuery, momentsQuery } from './api';
import { DecisionsThen } from './DecisionsThen';
import { DutiesThen } from './DutiesThen';
import { FactsThen } from './FactsThen';
import { GroupsThen } from './GroupsThen';
import classes from './Known.module.css';
import { compare, stopAt, stopsOf } from './moments';
import { Slider } from './Slider';

const seconds = (epoch: number) => new Date(Math.floor(epoch / 1000) * 1000).toISOString().replace('.000Z', 'Z');

/** "What did we know, when": facts, duties, risk and decisions as they stood at any moment, beside what stands now. The moment is in the address. */
export function Component() {
  const { t } = useTranslation();
  const incident = useIncident();
  const [{ at }, setFilter] = useFilters('at');
  const [present] = useState(() => seconds(serverNow()));
  const valid = !!at && !Number.isNaN(Date.parse(at));
  const moment = valid ? at : present;
  const zone = incident.aware_zone || 'UTC';
  const moments = useQuery(momentsQuery(incident.id));
  const then = useQuery(knownQuery(incident.id, moment));
  const now = useQuery(knownQuery(incident.id, present));
  const stops = stopsOf(moments.data?.items ?? []);
  const problem = moments.error ?? then.error ?? now.error;
  const found = then.data && now.data && compare(then.data, now.data);

  return (
    <>
      <ChangesNav />
      <Parts>
        <Section title={t('known.title')} actions={<Button size="xs" variant="default" leftSection={<Icon name="print" size={16} />} onClick={() => window.print()}>{t('common.print')}</Button>}>
          <div className={classes.head}>
            <Text fw={600} component="p" role="status">{valid ? t('known.asOf') : t('known.asNow')} <When at={moment} zone={zone} /></Text>
            <Text size="sm" c="dimmed">{then.data && (then.data.run ? t('known.run', { number: then.data.run }) : t('known.noRun'))}</Text>
          </div>
          {moments.isPending && <Skeleton height={64} />}
          {stops.length > 0 && (
            <Slider stops={stops} zone={zone} index={valid ? stopAt(stops, moment) : stops.length} onChange={(index) => setFilter({ at: stops[index]?.at ?? '' })} />
          )}
          <Moment at={moment} zone={zone} shown={valid} onShow={(chosen) => setFilter({ at: chosen })} />
        </Section>
        {problem && <ProblemBox problem={problem} onRetry={() => { void moments.refetch(); void then.refetch(); void now.refetch(); }} />}
        {!found && !problem && <Skeleton height={320} />}
        {found && then.data && now.data && (
          <>
            <DutiesThen found={found} then={then.data} now={now.data} zone={zone} />
            <FactsThen found={found} at={moment} />
            <GroupsThen then={then.data} now={now.data} />
            <DecisionsThen decisions={then.data.decisions} later={now.data.decisions.length - then.data.decisions.length} />
          </>
        )}
      </Parts>
    </>
  );
}

/** The slider's twin: a date and a time. */
function Moment({ at, zone, shown, onShow }: { at: string; zone: string; shown: boolean; onShow: (at: string) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState<ZonedInput | null>(null);
  const result = typed && instantOf(typed);
  return (
    <div className="no-print">
      <Button size="compact-xs" variant="subtle" aria-expanded={open} onClick={() => { setTyped(zonedOf(at, zone)); setOpen(!open); }}>{t('known.enter')}</Button>
      {shown && <Button size="compact-xs" variant="subtle" onClick={() => onShow('')}>{t('known.backToNow')}</Button>}
      <Collapse expanded={open}>
        <form onSubmit={(event) => { event.preventDefault(); if (result) onShow(result.at); }}>
          <TimeField id="known-at" label={t('known.moment')} value={typed} onChange={setTyped} required />
          <Button type="submit" size="xs" mt="xs" disabled={!result}>{t('known.show')}</Button>
        </form>
      </Collapse>
    </div>
  );
}
