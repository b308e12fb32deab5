import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Facts } from '@/components/Facts';
import { NotKnownYet } from '@/components/NotKnownYet';
import { StateBadge } from '@/components/StateBadge';
import { useCan } from '@/features/session/me';
import { colleaguesQuery } from '@/features/tasks/api';
import { languageName } from '@/lib/names';
import { dateWords } from '@/lib/time';
import type { Hours, Plan } from './api';
import { clock } from './hours';

/** What a plan says; what it does not say is left out, but for the first question. */
export function PlanFacts({ plan, person }: { plan: Plan; person?: boolean }) {
  const { t, i18n } = useTranslation();
  const words = (list: string[] | null | undefined, each: (word: string) => string) => (list ?? []).map(each).join(', ');
  const way = (word: string) => t(`contact.channels.${word as 'email'}`);
  const items: [string, React.ReactNode][] = [];
  if (!person || plan.harm !== 'unknown') {
    items.push([t('contact.harm'), <span key="h">{plan.harm === 'unknown' ? <NotKnownYet /> : <strong>{t(`contact.harmAnswers.${plan.harm}`)}</strong>} {plan.harm_why}</span>]);
  }
  if (plan.do_not_contact) items.push([t('contact.doNotContact'), <NotContacted key="d" plan={plan} />]);
  if (plan.channels?.length) items.push([t('contact.ways'), words(plan.channels, way)]);
  if (plan.languages?.length) items.push([t('contact.languages'), words(plan.languages, (code) => languageName(code, i18n.language))]);
  if (plan.hours?.length) items.push([t('contact.hours'), <span key="z">{plan.hours.map(hourWords).join('; ')} <bdi>({plan.zone})</bdi></span>]);
  if (plan.speaker) items.push([t('contact.speaker'), t(`contact.speakers.${plan.speaker}`)]);
  if (plan.sex_of_caller) items.push([t('contact.sexOfCaller'), t(`contact.sexes.${plan.sex_of_caller}`)]);
  if (plan.guardian) items.push([t('contact.guardian'), t(`contact.guardians.${plan.guardian}`)]);
  for (const [label, answer] of [[t('contact.sharedTelephone'), plan.shared_telephone], [t('contact.sharedMailbox'), plan.shared_mailbox], [t('contact.minor'), plan.minor]] as const) {
    if (answer && answer !== 'unknown') items.push([label, t(`contact.harmAnswers.${answer}`)]);
  }
  if (plan.cleared?.length) items.push([t('contact.cleared'), `${words(plan.cleared, way)}. ${plan.cleared_by ?? ''}`]);
  return <Facts items={items} />;

  function hourWords(hours: Hours): string {
    const days = hours.days?.length ? hours.days.map((day) => t(`contact.day.${day}`)).join(', ') : t('contact.everyDay');
    return `${days} ${clock(hours.from)}–${clock(hours.to)}`;
  }
}

function NotContacted({ plan }: { plan: Plan }) {
  const { t, i18n } = useTranslation();
  const can = useCan();
  const decision = plan.do_not_contact;
  const { data } = useQuery({ ...colleaguesQuery, enabled: can('write-tasks') });
  if (!decision) return null;
  const reviewer = data?.items.find((each) => each.id === decision.reviewer)?.name;
  const advice = ['endangers_person', 'grave_distress', 'ruins_vital_operation'].includes(decision.reason);
  return (
    <Stack gap={4}>
      <span><StateBadge state="stopped">{t(`contact.reasons.${decision.reason}`)}</StateBadge></span>
      <span>{t('contact.alternative')}: {t(`contact.alternatives.${decision.alternative}`)}{decision.alternative_how && <>. <bdi>{decision.alternative_how}</bdi></>}</span>
      <span>{t('contact.reviewBy', { day: dateWords(decision.review_on, i18n.language) })}{reviewer && <> · <bdi>{reviewer}</bdi></>}</span>
      {advice && <Text size="xs" c="dimmed">{t('contact.legalAdvice')}</Text>}
    </Stack>
  );
}
