import { Button, Skeleton } from '@mantine/core';
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Kind } from './api';

const Comments = lazy(() => import('./Comments').then((module) => ({ default: module.Comments })));

/** Comments beside a thing, loaded when somebody opens them. */
export function Beside({ incident, kind, id }: { incident: string; kind: Kind; id: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <section aria-label={t('comments.title')}>
      <Button size="xs" variant="default" aria-expanded={open} onClick={() => setOpen(!open)} mb="sm">{t(open ? 'comments.hide' : 'comments.show')}</Button>
      {open && <Suspense fallback={<Skeleton height={80} />}><Comments incident={incident} thing={{ kind, id }} /></Suspense>}
    </section>
  );
}
