import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { take } from '@/api/take';

export type Task = components['schemas']['TaskView'];
export type TaskState = Task['state'];

export const remindersQuery = (task: string) =>
  queryOptions({ queryKey: ['tasks', 'reminders', task], queryFn: ({ signal }) => take(api.GET('/api/tasks/{task_id}/reminders', { params: { path: { task_id: task } }, signal })) });

/** Who can be given a task. */
export const colleaguesQuery = queryOptions({ queryKey: ['colleagues'], queryFn: ({ signal }) => take(api.GET('/api/colleagues', { signal })), staleTime: 300_000 });

/** Runs one act and then shows what is true now. */
export function useTaskAct<A>(call: (input: A) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: call, onSettled: () => client.invalidateQueries({ queryKey: ['tasks'] }) });
}

export const assign = (task: Task, owner: string) =>
  take(api.PUT('/api/tasks/{task_id}/owner', { params: { path: { task_id: task.id } }, body: { version: task.version, owner_id: owner } }));

export const complete = (task: Task, note: string) =>
  take(api.POST('/api/tasks/{task_id}/completion', { params: { path: { task_id: task.id } }, body: { version: task.version, note } }));

export type NewTask = { title: string; detail: string; party: string; owner: string };

export const write = (incident: string, task: NewTask, due: string | undefined) =>
  take(api.POST('/api/incidents/{incident_id}/tasks', {
    params: { path: { incident_id: incident } },
    body: { title: task.title, detail: task.detail, ...(task.party ? { party_id: task.party } : {}), ...(task.owner ? { owner_id: task.owner } : {}), ...(due ? { due_at: due } : {}) } as never,
  }));
