import { Anchor, List, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Facts } from '@/components/Facts';
import { PageHead } from '@/components/PageHead';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { countryName } from '@/lib/names';
import { dateWords } from '@/lib/time';
import { DutySection } from './DutySection';
import { lawQuery } from './laws';
import { LawName } from './LawName';
import { LawCases } from './LawCases';
import { Changelog, Overlays, Reviews, Sources } from './LawReviews';
import { conditionWords } from './library';
import { Standing } from './LawsPage';

/** One body of rules with its duties, its sources, and what its reader doubted. */
export function Component() {
  const { t, i18n } = useTranslation();
  const { id = '' } = useParams();
  const query = useQuery(lawQuery(id));
  if (query.error) return <ProblemBox problem={query.error} onRetry={() => void query.refetch()} />;
  const law = query.data;
  if (!law) return <Stack><Skeleton height={32} width="50%" /><Skeleton height={240} /></Stack>;
  const some = (label: string, value: ReactNode): [string, ReactNode][] => (value ? [[label, value]] : []);

  return (
    <>
      <Text size="sm" mb={4}><Anchor component={Link} to="/laws" size="sm">{t('frame.laws')}</Anchor></Text>
      <PageHead
        title={law.name}
        lead={law.citation}
        actions={
          <>
            <StateBadge state={law.status === 'read' ? 'done' : 'none'} icon={law.status === 'read' ? 'check' : 'document'}>{t(`laws.statuses.${law.status}`)}</StateBadge>
            {law.confidence === 'low' && <StateBadge state="soon" icon="question">{t('clocks.lowConfidence')}</StateBadge>}
          </>
        }
      />
      <Section title={t('common.details')}>
        <Facts
          items={[
            [t('laws.countries'), law.countries.length ? law.countries.map((code) => countryName(code, i18n.language)).join(', ') : t('laws.byKind')],
            [t('laws.standing'), <Standing key="s" row={law} />],
            [t('laws.confidence'), t(`laws.confidences.${law.confidence}`)],
            ...some(t('laws.scope'), law.scope),
            ...some(t('laws.binds'), law.binds.map((each) => conditionWords(each, law.questions)).join('; ')),
            ...some(t('laws.penalties'), law.penalties),
            ...some(t('laws.notes'), law.notes),
            ...some(t('laws.before'), law.before_regime ? <LawName id={law.before_regime} /> : law.before),
            ...some(t('laws.followedBy'), law.after_regimes.length > 0 && law.after_regimes.map((id) => <div key={id}><LawName id={id} /></div>)),
            ...some(t('laws.readBy'), law.read_by.length ? `${law.read_by.join(', ')}${law.read_on ? `, ${dateWords(law.read_on, i18n.language)}` : ''}` : ''),
            ...some(t('laws.doubts'), law.review_note),
            [t('laws.version'), <bdi key="v">{law.version}</bdi>],
          ]}
        />
      </Section>
      {law.duty_list.map((duty) => <DutySection key={duty.id} duty={duty} questions={law.questions} />)}
      {Object.keys(law.questions).length > 0 && (
        <Section title={t('laws.questions')}>
          <List size="sm" spacing={4}>{Object.entries(law.questions).map(([key, question]) => <List.Item key={key}>{question}</List.Item>)}</List>
        </Section>
      )}
      <Overlays law={law} />
      {law.sources.length > 0 && <Section title={t('laws.sources')}><Sources list={law.sources} /></Section>}
      <Reviews law={law} />
      <Changelog law={law} />
      <LawCases law={law} />
    </>
  );
}
