import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AccountMenu } from '@/app/AccountMenu';
import classes from './SessionPage.module.css';

/** The quiet page before somebody is signed in. */
export function SessionPage({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <span className={classes.mark}>{t('frame.product')}</span>
        <AccountMenu />
      </header>
      <main className={classes.box}>
        <Title order={1} mb="lg">{title}</Title>
        {children}
      </main>
      <Text size="sm" c="dimmed" className={classes.foot}>{t('session.purpose')}</Text>
    </div>
  );
}
