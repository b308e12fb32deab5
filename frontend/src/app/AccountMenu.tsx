import { Box, Button, Menu, SegmentedControl, Text, UnstyledButton, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { Icon } from '@/components/Icon';
import { ProblemBox } from '@/components/ProblemBox';
import { keepDrafts } from '@/features/session/drafts';
import { meQuery } from '@/features/session/me';
import { roleWords } from '@/features/session/roles';
import { chooseLanguage, languages } from '@/i18n';
import { forgetDraftsHere } from '@/lib/draft';
import classes from './AccountMenu.module.css';

export function AccountMenu() {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const client = useQueryClient();
  // Before somebody is signed in the menu still offers language and appearance; it must not ask who they are.
  const me = useQuery({ ...meQuery, enabled: false }).data;

  const [problem, setProblem] = useState<unknown>(null);

  async function signOut(drafts: 'keep' | 'lose') {
    try {
      if (drafts === 'keep') await keepDrafts();
      await api.POST('/api/sign-out', { body: {} });
    } catch (cause) {
      setProblem(cause);
      return;
    }
    forgetDraftsHere();
    client.clear();
    window.location.assign('/');
  }

  return (
    <Menu width={288} position="bottom-end" closeOnItemClick={false}>
      <Menu.Target>
        <UnstyledButton className={classes.me} aria-label={t('frame.me')}>
          <Icon name="person" size={20} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {me && (
          <>
            <Menu.Label>
              <bdi>{t('session.signedInAs', { name: me.name })}</bdi>
              <br />
              {roleWords(me.role, t)}
              {me.society ? <> · <bdi>{me.society}</bdi></> : null}
            </Menu.Label>
            {problem !== null && (
              <Box p={8}>
                <Text size="sm" mb={8}>{t('session.draftsNotKept')}</Text>
                <ProblemBox problem={problem} />
                <Button mt={8} size="xs" color="red" variant="default" onClick={() => void signOut('lose')}>{t('session.signOutLose')}</Button>
              </Box>
            )}
            <Menu.Item onClick={() => void signOut('keep')}>
              {t('session.signOut')}
              <Text size="xs" c="dimmed">{t('session.signOutHint')}</Text>
            </Menu.Item>
            <Menu.Divider />
          </>
        )}
        <Menu.Label>{t('frame.appearance')}</Menu.Label>
        <SegmentedControl
          fullWidth
          size="xs"
          m={8}
          value={colorScheme}
          onChange={(value) => setColorScheme(value as MantineColorScheme)}
          data={[
            { value: 'light', label: t('frame.light') },
            { value: 'dark', label: t('frame.dark') },
            { value: 'auto', label: t('frame.auto') },
          ]}
        />
        <Menu.Label>{t('frame.language')}</Menu.Label>
        {languages.map((language) => (
          <Menu.Item
            key={language.code}
            lang={language.code}
            onClick={() => void chooseLanguage(language.code)}
            rightSection={i18n.language === language.code ? <Icon name="check" /> : null}
          >
            {language.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
