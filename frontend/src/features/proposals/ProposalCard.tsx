import { Button, Group, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { Icon } from '@/components/Icon';
import { ProblemBox } from '@/components/ProblemBox';
import { StateBadge } from '@/components/StateBadge';
import { toast } from '@/components/Toasts';
import { When } from '@/components/When';
import { useCan } from '@/features/session/me';
import { useSettle, type Answer, type Proposal } from './api';
import { said } from './form';
import classes from './Proposals.module.css';
import { stateOfAnswer } from './state';
import { ValueWords } from './ValueWords';

/** One society's answers: what stands there, what it proposes, and one press to take it over. */
export function ProposalCard({ incident, proposal }: { incident: string; proposal: Proposal }) {
  const { t } = useTranslation();
  const mayWrite = useCan()('write-facts');
  const settle = useSettle(incident);
  const [declining, setDeclining] = useState<Answer[] | null>(null);
  const open = proposal.answers.filter((each) => each.state === 'open');
  const name = (answer: Answer) => {
    if (answer.question === 'contact-plan' && answer.group) return `${t('proposals.question.contact-plan.short')}: ${answer.group}`;
    if (answer.question !== 'people-count') return t(`proposals.question.${answer.question}.short`);
    return answer.group || answer.value.label || t('proposals.others');
  };
  const accept = (answers: Answer[]) => settle.mutate({ proposal, answers }, { onSuccess: () => toast(t('proposals.accepted', { count: answers.length })) });

  return (
    <article aria-label={proposal.party} className={classes.question}>
      <div className={classes.head}>
        <div>
          <Title order={3} size="h5"><bdi>{proposal.party}</bdi></Title>
          <Text size="sm" c="dimmed" component="div">{proposal.submitted_by && <><bdi>{proposal.submitted_by}</bdi> · </>}<When at={proposal.submitted_at} /></Text>
        </div>
        {mayWrite && open.length > 1 && (
          <Group gap="xs">
            <Button size="xs" loading={settle.isPending} onClick={() => accept(open)}>{t('proposals.acceptAll', { count: open.length })}</Button>
            <Button size="xs" variant="default" onClick={() => setDeclining(open)}>{t('proposals.declineAll')}</Button>
          </Group>
        )}
      </div>
      {settle.error && !declining && <ProblemBox problem={settle.error} />}
      {proposal.answers.map((answer) => (
        <div key={answer.id} className={classes.answer}>
          <div>
            <Text size="sm" fw={600}><bdi>{name(answer)}</bdi></Text>
            <Change answer={answer} />
            <Text size="xs" c="dimmed">
              {[answer.certainty && t(`facts.certainties.${answer.certainty}`), answer.source, answer.note].filter(Boolean).join(' · ')}
              {answer.hidden && <> {t('proposals.hidden')}</>}
            </Text>
            {answer.reason && <Text size="sm">{t('proposals.declinedBecause')} <bdi>{answer.reason}</bdi></Text>}
          </div>
          <div className={classes.act}>
            {answer.state === 'open' && mayWrite
              ? (
                <>
                  <Button size="xs" loading={settle.isPending} aria-label={`${t('proposals.accept')}: ${name(answer)}`} onClick={() => accept([answer])}>{t('proposals.accept')}</Button>
                  <Button size="xs" variant="default" aria-label={`${t('proposals.decline')}: ${name(answer)}`} onClick={() => setDeclining([answer])}>{t('proposals.decline')}</Button>
                </>
              )
              : <StateBadge state={stateOfAnswer(answer.state)}>{t(`proposals.answerState.${answer.state || 'open'}`)}</StateBadge>}
          </div>
        </div>
      ))}
      <ConfirmWithReason opened={!!declining} onClose={() => setDeclining(null)} title={t('proposals.declineTitle', { name: proposal.party })} action={t('proposals.decline')}
        onConfirm={(reason) => settle.mutateAsync({ proposal, answers: declining ?? [], reason }).then(() => toast(t('proposals.declined')))}>
        {t('proposals.declineText')}
      </ConfirmWithReason>
    </article>
  );
}

function Change({ answer }: { answer: Answer }) {
  const { t } = useTranslation();
  const blank = answer.hidden && !said(answer.value);
  if (blank) return null;
  if (answer.question === 'call-me') return <Text size="sm" component="div"><ValueWords question="call-me" value={answer.value} /></Text>;
  return (
    <div className={classes.change}>
      <Text size="sm" component="div" className={classes.was}>{t(answer.state === 'open' ? 'proposals.was' : 'proposals.before')} <ValueWords question={answer.question} value={answer.now} /></Text>
      <span className={classes.arrow}><Icon name="chevron" size={16} /></span>
      <Text size="sm" component="div">{t('proposals.becomes')} <ValueWords question={answer.question} value={answer.value} /></Text>
    </div>
  );
}
