import { Group, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import classes from './Section.module.css';

/** A part of a page on its own surface, with its name. */
export function Section({ title, actions, children, plain }: { title: ReactNode; actions?: ReactNode; children: ReactNode; plain?: boolean }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={plain ? classes.plain : classes.section}>
      <Group justify="space-between" gap="sm" mb="sm" wrap="wrap">
        <Title order={2} id={id}>{title}</Title>
        {actions && <Group gap="xs" className="no-print">{actions}</Group>}
      </Group>
      {children}
    </section>
  );
}
