import { Button, Code, CopyButton, Group, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** The link is told once; closing this loses it, so it says so. */
export function LinkDialog({ name, link, waits, onClose }: { name: string; link: string; waits?: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={onClose} title={t('users.linkTitle', { name })} closeOnClickOutside={false} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack>
        <Text size="sm">{t('users.linkText')}</Text>
        {waits && <Text size="sm" fw={600}>{t('users.waiting.linkText')}</Text>}
        <Code block dir="ltr">{link}</Code>
        <Group justify="end" gap="xs">
          <CopyButton value={link}>{({ copied, copy }) => <Button onClick={copy}>{copied ? t('common.copied') : t('common.copy')}</Button>}</CopyButton>
          <Button variant="default" onClick={onClose}>{t('common.close')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
