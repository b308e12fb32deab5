import { Menu, SegmentedControl, Text, UnstyledButton, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { Icon } from '@/components/Icon';
import { meQuery } from '@/features/session/me';
import { roleWords } from '@/features/session/roles';
import { chooseLanguage, languages } from '@/i18n';
import classes from './AccountMenu.module.css';

export function AccountMenu() {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const client = useQueryClient();
  // Before somebody is signed in the menu still offers language and appearance; it must not ask who they are.
  const me = useQuery({ ...meQuery, enabled: false }).data;

  async function signOut() {
    await api.POST('/api/sign-out', { body: {} });
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
            <Menu.Item onClick={() => void signOut()}>
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
