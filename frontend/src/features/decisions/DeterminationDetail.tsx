import { useQuery } from '@tanstack/react-query';
import { useCan } from '@/features/session/me';
import { determinationQuery } from './api';
import { DecisionActions } from './DecisionActions';
import classes from './DeterminationDetail.module.css';
import { Explanation } from './Explanation';

/** One duty of one party, opened in place: its explanation, and what can be decided about it. */
export function DeterminationDetail({ id }: { id: string }) {
  const can = useCan();
  const detail = useQuery(determinationQuery(id)).data;
  return (
    <div className={classes.detail}>
      <Explanation id={id} />
      {detail && (can('confirm-decision') || can('overrule-decision')) && <DecisionActions row={detail.determination} decisions={detail.decisions} />}
    </div>
  );
}
