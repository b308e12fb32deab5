import { Anchor, Button, Group, List, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '@/components/Facts';
import { ProblemBox } from '@/components/ProblemBox';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { LawLink } from '@/features/agreements/LawLink';
import { DeterminationDetail } from '@/features/decisions/DeterminationDetail';
import { addressOfDocument } from '@/features/documents/api';
import { AuthorityLine } from '@/features/filings/AuthorityLine';
import { obligationQuery, type ClockRow } from './clocks';
import { ObligationActions } from './ObligationActions';
import classes from './ClockDetail.module.css';

/** Everything about one clock: what it counts from and why, how the time was computed, its proof, and the decision behind it. */
export function ClockDetail({ row }: { row: ClockRow }) {
  const { t } = useTranslation();
  const [why, setWhy] = useState(false);
  const behind = useQuery(obligationQuery(row.id));
  const whole = behind.data;
  return (
    <div className={classes.detail}>
      <Text fw={550}>{row.what}</Text>
      {row.provisional && <Text size="sm">{t('clocks.provisionalText')}</Text>}
      {row.later_due_at && (
        <Group gap="xs"><StateBadge state="none" icon="question">{t('clocks.later')}</StateBadge><When at={row.later_due_at} zone={row.zone} /></Group>
      )}
      {behind.error && <ProblemBox problem={behind.error} onRetry={() => void behind.refetch()} />}
      <div className={classes.columns}>
        <Facts
          items={[
            [t('clocks.kind'), t(`clocks.kinds.${row.clock}`)],
            [t(row.agreement ? 'clocks.agreement' : 'clocks.law'), <LawLink key="law" row={row} />],
            [t(row.agreement ? 'agreements.clause' : 'clocks.article'), row.citation],
            ...(row.recipient === 'authority' ? [[t('filings.authority'), <AuthorityLine key="w" regime={row.regime} jurisdiction={row.jurisdiction} otherwise={row.recipient_name} />] as [string, React.ReactNode]] : []),
            [t('clocks.anchor'), <span key="a">{row.anchor}: <When at={row.anchor_at} zone={row.zone} /></span>],
            ...(whole?.anchor_reason ? [[t('clocks.anchorReason'), whole.anchor_reason] as [string, string]] : []),
            [t(row.agreement ? 'agreements.ofAgreement' : 'clocks.due'), row.due_at ? <When key="d" at={row.due_at} zone={row.zone} /> : t('clocks.noLimit')],
            ...(row.target_at ? [[t('clocks.target'), <When key="t" at={row.target_at} zone={row.zone} />] as [string, React.ReactNode]] : []),
            ...(whole?.proof_on ? [[t('clocks.proof'), <bdi key="p">{[whole.proof_on, whole.proof_reference].filter(Boolean).join(' · ')}</bdi>] as [string, React.ReactNode]] : []),
            ...(whole?.proof_document ? [[t('clocks.document'), <Anchor key="f" size="sm" href={addressOfDocument(whole.proof_document.id)} download><bdi>{whole.proof_document.name}</bdi></Anchor>] as [string, React.ReactNode]] : []),
          ]}
        />
        {behind.isPending && <Skeleton height={96} />}
        {whole && whole.explanation.length > 0 && (
          <section>
            <Title order={3} mb={4}>{t('clocks.computed')}</Title>
            <List size="sm" type="ordered" spacing={4}>{whole.explanation.map((step) => <List.Item key={step}>{step}</List.Item>)}</List>
          </section>
        )}
      </div>
      <ObligationActions row={row} />
      <Stack gap="xs">
        <div><Button size="compact-sm" variant="subtle" aria-expanded={why} onClick={() => setWhy(!why)}>{t('clocks.why')}</Button></div>
        {why && <DeterminationDetail id={row.determination_id} />}
      </Stack>
    </div>
  );
}
