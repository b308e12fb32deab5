import { CircularsPanel } from '@/features/circulars/CircularsPanel';
import { useIncident } from './incident';

/** What the societies were written, and what each has got and answered. */
export function Component() {
  return <CircularsPanel incident={useIncident().id} />;
}
