import { useIncident } from '@/features/incidents/incident';
import { PeoplePanel } from './PeoplePanel';

export function Component() {
  return <PeoplePanel incident={useIncident().id} />;
}
