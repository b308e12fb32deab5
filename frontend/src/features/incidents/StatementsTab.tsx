import { StatementsPanel } from '@/features/statements/StatementsPanel';
import { useIncident } from './incident';

export function Component() {
  return <StatementsPanel incident={useIncident().id} />;
}
