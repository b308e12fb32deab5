import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useCan } from '@/features/session/me';
import { determinationQuery } from './api';
import { DecisionActions } from './DecisionActions';
import { Explanation } from './Explanation';
import classes from './DeterminationPage.module.css';

/** One decision with its explanation as a page of its own, to be linked to and printed. */
export function Component() {
  const { t } = useTranslation();
  const { determination = '' } = useParams();
  const can = useCan();
  const detail = useQuery(determinationQuery(determination)).data;
  return (
    <div className={classes.page}>
      <Anchor component={Link} to="../decisions" relative="path" size="sm" className="no-print">{t('decisions.backToAll')}</Anchor>
      <Explanation id={determination} page />
      {detail && (can('confirm-decision') || can('overrule-decision')) && <DecisionActions row={detail.determination} decisions={detail.decisions} />}
    </div>
  );
}
