import { useIncident } from '@/features/incidents/incident';
import { BriefingsPanel } from './BriefingsPanel';

export function Component() {
  return <BriefingsPanel incident={useIncident().id} />;
}
