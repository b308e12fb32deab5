import { Anchor, Notification, Portal } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from './Icon';
import classes from './Toasts.module.css';

type Toast = { id: number; text: string; icon: IconName; next?: Next };
/** What the reader may want to do because of it. */
type Next = { label: string; run: () => void };

let toasts: Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function set(next: Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Says that something was done. Failures are never told this way: they stay on the page until they are read. */
export function toast(text: string, icon: IconName = 'check', next?: Next): void {
  const id = nextId++;
  set([...toasts.slice(-2), { id, text, icon, next }]);
  setTimeout(() => drop(id), next ? 15_000 : 7_000);
}

function drop(id: number): void {
  set(toasts.filter((each) => each.id !== id));
}

export function Toasts() {
  const { t } = useTranslation();
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <Portal>
      <div className={classes.stack} role="status" aria-live="polite">
        {shown.map((each) => (
          <Notification key={each.id} icon={<Icon name={each.icon} />} color="ink" onClose={() => drop(each.id)} closeButtonProps={{ 'aria-label': t('common.close') }} withBorder>
            {each.text}
            {each.next && <> <Anchor component="button" type="button" size="sm" onClick={() => { each.next?.run(); drop(each.id); }}>{each.next.label}</Anchor></>}
          </Notification>
        ))}
      </div>
    </Portal>
  );
}
