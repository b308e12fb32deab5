import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '@/components/ProblemBox';
import { householdsQuery, type Dispatch, type HouseholdWay } from './api';
import classes from './Tell.module.css';

type Props = { dispatch: Dispatch; onDecide: (rule: HouseholdWay | '', own: Record<number, HouseholdWay>) => void };

/** One rule for everybody who shares a mailbox or a telephone, a decision for single households, or a rule with exceptions. */
export function Households({ dispatch: d, onDecide }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [after, setAfter] = useState(0);
  const [own, setOwn] = useState<Record<number, HouseholdWay>>({});
  const list = useQuery({ ...householdsQuery(d, after), enabled: open });
  const chosen = Object.keys(own).length;
  const choose = (first: number, way: string) => {
    const next = { ...own };
    if (way) next[first] = way as HouseholdWay;
    else delete next[first];
    setOwn(next);
  };
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={() => onDecide('separate', own)}>{t(chosen ? 'dispatches.households.separateExcept' : 'dispatches.households.separate', { count: chosen })}</Button>
        <Button size="xs" variant="default" onClick={() => onDecide('combined', own)}>{t(chosen ? 'dispatches.households.combinedExcept' : 'dispatches.households.combined', { count: chosen })}</Button>
        {chosen > 0 && <Button size="xs" variant="default" onClick={() => onDecide('', own)}>{t('dispatches.households.onlyThese', { count: chosen })}</Button>}
        <Button size="xs" variant="subtle" aria-expanded={open} onClick={() => setOpen(!open)}>{t('dispatches.households.oneByOne')}</Button>
      </Group>
      {open && list.error && <ProblemBox problem={list.error} onRetry={() => void list.refetch()} />}
      {open && list.data && (
        <ul className={classes.households} aria-label={t('dispatches.households.oneByOne')}>
          {list.data.items.filter((each) => each.decision === '').map((each) => (
            <li key={each.first}>
              <Text size="sm"><bdi>{[each.party, each.group].filter(Boolean).join(' · ')}</bdi> · {t(`dispatches.channel.${each.channel as 'email'}`)} · {t('dispatches.households.people', { count: each.people.length, list: each.people.join(', ') })}</Text>
              <SegmentedControl size="xs" aria-label={t('dispatches.households.how', { first: each.first })} value={own[each.first] ?? ''} onChange={(way) => choose(each.first, way)}
                data={[{ value: '', label: t('dispatches.households.asRule') }, { value: 'separate', label: t('dispatches.households.each') }, { value: 'combined', label: t('dispatches.households.one') }]} />
            </li>
          ))}
        </ul>
      )}
      {open && !!list.data?.next && <Group><Button size="xs" variant="subtle" onClick={() => setAfter(list.data.next)}>{t('dispatches.households.more')}</Button></Group>}
    </Stack>
  );
}
