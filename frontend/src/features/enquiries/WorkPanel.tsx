import { Button, Group, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TimeLeft } from '@/components/Clock';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { languageName } from '@/lib/names';
import { workQuery, type Words, type Work } from './api';
import { CallDialog } from './CallDialog';
import { DetailDialog } from './DetailDialog';
import { numberOf, stateBadge, worryBadge } from './enquiries';
import classes from './Enquiries.module.css';
import { ShortRules } from './Rules';

/** What somebody has to do something about: danger first, then calls that may be made now, then what waits. */
export function WorkPanel({ incident, words }: { incident: string; words: Words }) {
  const { t } = useTranslation();
  const work = useQuery(workQuery(incident));
  const [calling, setCalling] = useState<Work | null>(null);
  const [open, setOpen] = useState<Work | null>(null);
  if (work.error && !work.data) return <ProblemBox problem={work.error} onRetry={() => void work.refetch()} />;
  if (!work.data) return <Skeleton height={320} />;
  const items = work.data.items;
  const routed = items.filter((each) => each.state === 'routed');
  const calls = items.filter((each) => each.state === 'call-back').sort((a, b) => Number(callable(b)) - Number(callable(a)));
  const waiting = items.filter((each) => each.state === 'open').sort((a, b) => Number(b.ready.length > 0) - Number(a.ready.length > 0));
  const now = calls.filter(callable).length;

  return (
    <>
      {routed.length > 0 && <Section title={t('enquiries.routedTitle', { count: routed.length })}>{routed.map(item)}</Section>}
      <Section title={t('enquiries.callsTitle', { count: now })}>
        {calls.length === 0 ? <Text size="sm" c="dimmed">{t('enquiries.noCalls')}</Text> : calls.map(item)}
      </Section>
      <Section title={t('enquiries.waitingTitle', { count: waiting.length })}>
        {waiting.length === 0 ? <Text size="sm" c="dimmed">{t('enquiries.nothingWaits')}</Text> : waiting.map(item)}
      </Section>
      {calling && <CallDialog incident={incident} work={calling} onClose={() => setCalling(null)} />}
      {open && <DetailDialog incident={incident} words={words} id={open.id} onClose={() => setOpen(null)} />}
    </>
  );

  function item(each: Work) {
    return <Item key={each.id} work={each} words={words} onCall={() => setCalling(each)} onOpen={() => setOpen(each)} />;
  }
}

const callable = (work: Work): boolean => !!work.call && !work.call.refused;

function Item({ work, words, onCall, onOpen }: { work: Work; words: Words; onCall: () => void; onOpen: () => void }) {
  const { t, i18n } = useTranslation();
  const topic = words.topics.find((each) => each.id === work.topic)?.label ?? work.topic;
  const worry = words.worries.find((each) => each.id === work.worry)?.label ?? work.worry;
  const terms = work.call;
  return (
    <article className={classes.item} aria-label={`${numberOf(work)} ${topic}`}>
      <Group justify="space-between" gap="xs" align="start" wrap="nowrap">
        <div>
          <Text fw={550}>{topic}</Text>
          <Text size="sm" c="dimmed">
            <bdi>{numberOf(work)}</bdi> · {languageName(work.language, i18n.language)}{work.party && <> · <bdi>{work.party}</bdi></>}{work.owner && <> · <bdi>{work.owner}</bdi></>}
          </Text>
        </div>
        <Group gap={4} justify="end" style={{ flex: 'none' }}>
          <StateBadge state={worryBadge[work.worry] ?? 'none'}>{worry}</StateBadge>
        </Group>
      </Group>
      <Group gap="xs" mt={4}>
        {work.state === 'routed' ? <StateBadge state={stateBadge.routed}>{t('enquiries.state.routed')}</StateBadge> : <TimeLeft state="none" targetAt={work.due_at} />}
        {work.ready.length > 0 && <StateBadge state="done">{t('enquiries.ready')}</StateBadge>}
        {work.awaits > 0 && <StateBadge state="none" icon="soon">{t('enquiries.awaits')}</StateBadge>}
        {work.call_tries > 0 && <StateBadge state="none" icon="phone">{t('enquiries.tries', { count: work.call_tries })}</StateBadge>}
        <span className={classes.acts}>
          {terms && <Button size="compact-sm" disabled={!!terms.refused && !terms.in_call} onClick={onCall}>{terms.in_call ? t('enquiries.callGoesOn') : t('enquiries.callNow')}</Button>}
          <Button size="compact-sm" variant="default" aria-label={`${t('enquiries.open')} ${numberOf(work)}`} onClick={onOpen}>{t('enquiries.open')}</Button>
        </span>
      </Group>
      {terms && (
        <div>
          <ShortRules rules={terms.rules} />
          <Text size="sm" mt={4}>
            {t('enquiries.hours', { from: terms.from, until: terms.until, zone: terms.zone.split('/').pop()?.replaceAll('_', ' ') })} ·{' '}
            {terms.now ? t('enquiries.now') : <>{t('enquiries.againFrom')} <When at={terms.next} zone={terms.zone} /></>}
          </Text>
          {terms.refused && terms.now && <Text size="sm" c="var(--c-stopped-ink)" mt={4}>{terms.refused}</Text>}
        </div>
      )}
    </article>
  );
}
