import { TasksPanel } from '@/features/tasks/TasksPanel';
import { useIncident } from './incident';

export function Component() {
  return <TasksPanel incident={useIncident().id} />;
}
