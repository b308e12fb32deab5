import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import type { Answer, Proposal } from './api';
import classes from './Proposals.module.css';
import { stateOfAnswer } from './state';
import { ValueWords } from './ValueWords';

/** What the society said last, and what the incident team made of it. */
export function LastProposal({ proposal }: { proposal: Proposal }) {
  const { t } = useTranslation();
  const name = (answer: Answer) => answer.group || answer.value.label || t(`proposals.question.${answer.question}.short`);
  return (
    <Section title={t('proposals.last')}>
      <Text size="sm" c="dimmed" component="div" mb="xs">{proposal.submitted_by && <><bdi>{proposal.submitted_by}</bdi> · </>}<When at={proposal.submitted_at} /></Text>
      {proposal.answers.map((answer) => (
        <div key={answer.id} className={classes.answer}>
          <div>
            <Text size="sm" fw={600}><bdi>{name(answer)}</bdi></Text>
            <Text size="sm" component="div"><ValueWords question={answer.question} value={answer.value} /></Text>
            {answer.reason && <Text size="sm" mt={4}>{t('proposals.declinedBecause')} <bdi>{answer.reason}</bdi></Text>}
          </div>
          <div><StateBadge state={stateOfAnswer(answer.state)}>{t(`proposals.answerState.${answer.state || 'open'}`)}</StateBadge></div>
        </div>
      ))}
    </Section>
  );
}
