import { useQuery } from '@tanstack/react-query';
import { boardQuery } from '@/features/board/api';
import { CircularsPanel } from '@/features/circulars/CircularsPanel';
import { Parts } from '@/components/Parts';
import { OwnProposal } from '@/features/proposals/OwnProposal';
import { ProposalsPanel } from '@/features/proposals/ProposalsPanel';
import { useMe } from '@/features/session/me';
import { useFilters } from '@/lib/filters';
import { useIncident, type Incident } from './incident';

/** What the societies were written, what each has got and answered, and what they say about themselves. */
export function Component() {
  const incident = useIncident();
  const rights = useMe()?.rights ?? [];
  const [{ circular }] = useFilters('circular');
  if (circular) return <CircularsPanel incident={incident.id} />;
  if (rights.includes('propose-facts')) return <OwnPage incident={incident} />;
  return (
    <Parts>
      <ProposalsPanel incident={incident.id} />
      <CircularsPanel incident={incident.id} />
    </Parts>
  );
}

// A letter that asks for an answer comes first; as long as none was sent, what the society can say itself does.
function OwnPage({ incident }: { incident: Incident }) {
  const board = useQuery(boardQuery(incident.id));
  const asked = (board.data?.items.length ?? 0) > 0;
  const own = incident.state === 'open' && <OwnProposal incident={incident.id} />;
  if (board.isPending) return null;
  return (
    <Parts>
      {!asked && own}
      <CircularsPanel incident={incident.id} />
      {asked && own}
    </Parts>
  );
}
