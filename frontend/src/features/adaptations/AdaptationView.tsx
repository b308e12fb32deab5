import { Alert, Button, Group, SegmentedControl, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { Facts } from '@/components/Facts';
import { Icon } from '@/components/Icon';
import { Parts } from '@/components/Parts';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { toast } from '@/components/Toasts';
import { useCan } from '@/features/session/me';
import { ReaderView } from '@/features/statements/ReaderView';
import { languageName } from '@/lib/names';
import { adaptationQuery, giveBack, sign, stateOf, useAct, type Adaptation } from './api';
import { AdaptationForm } from './AdaptationForm';

type Props = { incident: string; notice: string; party: string; onBack: () => void };

/** One notice with the places of one society: its form, how it then reads, and the step that is mine. */
export function AdaptationView({ incident, notice, party, onBack }: Props) {
  const { t } = useTranslation();
  const can = useCan();
  const { data: row, error, refetch } = useQuery(adaptationQuery(incident, notice, party));
  if (error && !row) return <ProblemBox problem={error} onRetry={() => void refetch()} />;
  if (!row) return <Stack><Skeleton height={96} /><Skeleton height={320} /></Stack>;
  return (
    <Parts>
      <Group gap="sm">
        <Button variant="subtle" color="gray" size="xs" onClick={onBack} leftSection={<Icon name="back" size={16} />}>{t('adaptations.back')}</Button>
        <Title order={2}><bdi>{can('adapt-notices') ? row.subject : row.party}</bdi></Title>
        <StateBadge state={stateOf[row.state || 'none']}>{t(`adaptations.state.${row.state || 'none'}`)}</StateBadge>
      </Group>
      {!row.open && <Alert color="gray" variant="light">{t('adaptations.closed')}</Alert>}
      <Steps incident={incident} row={row} />
      {can('adapt-notices') && row.open && <AdaptationForm key={`${row.version} ${row.notice_hash}`} incident={incident} row={row} />}
      <Reads row={row} />
    </Parts>
  );
}

function Steps({ incident, row }: { incident: string; row: Adaptation }) {
  const { t } = useTranslation();
  const can = useCan();
  const act = useAct(incident);
  const [returning, setReturning] = useState(false);
  if (!row.open || row.state === '' || row.state === 'draft') return null;
  const mayReturn = can('sign-adaptations') && (row.may_sign || row.state === 'signed');
  return (
    <div className="no-print">
      {act.error && <ProblemBox problem={act.error} />}
      <Text size="sm" mb="xs" maw={640}>{t(row.state === 'signed' ? 'adaptations.isSigned' : row.may_sign ? 'adaptations.readFirst' : row.by_centre ? 'adaptations.waitsCentre' : 'adaptations.waitsSociety')}</Text>
      <Group gap="xs">
        {row.may_sign && <Button onClick={() => act.mutate(() => sign(row), { onSuccess: () => toast(t('adaptations.signed')) })} loading={act.isPending}>{t('adaptations.sign')}</Button>}
        {mayReturn && <Button variant="default" onClick={() => setReturning(true)}>{t('adaptations.giveBack')}</Button>}
      </Group>
      <ConfirmWithReason opened={returning} onClose={() => setReturning(false)} title={t('adaptations.giveBack')} action={t('adaptations.giveBack')} onConfirm={(why) => act.mutateAsync(() => giveBack(row, why))}>{t('adaptations.giveBackText')}</ConfirmWithReason>
    </div>
  );
}

const variants = ['body', 'sms', 'letter', 'script'] as const;

function Reads({ row }: { row: Adaptation }) {
  const { t, i18n } = useTranslation();
  const [language, setLanguage] = useState(row.languages[0]?.language ?? 'en');
  const [variant, setVariant] = useState<(typeof variants)[number]>('body');
  const text = row.languages.find((each) => each.language === language)?.reads;
  if (!text) return null;
  const named = (words: string) => words.replaceAll('{{name}}', t('adaptations.sampleName')).replaceAll('{{society}}', row.party).replaceAll('{{your_reference}}', 'K7Q4-9TXM');
  return (
    <Section title={t('adaptations.reads')}>
      <Stack gap="sm">
        <Group gap="sm">
          <SegmentedControl aria-label={t('adaptations.language')} value={language} onChange={setLanguage} data={row.languages.map((each) => ({ value: each.language, label: languageName(each.language, i18n.language) }))} />
          <SegmentedControl aria-label={t('adaptations.way')} value={variant} onChange={(value) => setVariant(value as typeof variant)} data={variants.map((each) => ({ value: each, label: t(`adaptations.variant.${each}`) }))} />
        </Group>
        <ReaderView language={language} title={variant === 'body' ? text.subject : ''} body={named(text[variant])} />
        {row.content_hash && <Facts items={[[t('adaptations.hash'), <bdi key="hash" dir="ltr" style={{ fontFamily: 'var(--mantine-font-family-monospace)', overflowWrap: 'anywhere' }}>{row.content_hash}</bdi>]]} />}
      </Stack>
    </Section>
  );
}
