import { Button, CopyButton, Group, Text } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/Icon';
import classes from './Printed.module.css';
import type { Printed } from './api';

/** The newest version as the sheet that is printed. */
export function Sheet({ text }: { text: Printed }) {
  const { t } = useTranslation();
  const frame = useRef<HTMLIFrameElement>(null);
  const approved = text.versions[0]?.state === 'approved';
  return (
    <div>
      <Group gap="xs" mb="xs" className="no-print">
        <Button size="xs" variant="default" leftSection={<Icon name="print" size={16} />} onClick={() => frame.current?.contentWindow?.print()}>{t('words.page.print')}</Button>
        <CopyButton value={text.plain}>
          {({ copied, copy }) => <Button size="xs" variant="default" onClick={copy}>{t(copied ? 'words.page.copied' : 'words.page.copy')}</Button>}
        </CopyButton>
        {!approved && <Text size="sm" c="dimmed">{t('words.page.notApproved')}</Text>}
      </Group>
      {/* The frame may be printed and nothing else: no script runs in it, nothing loads, nothing is sent. */}
      <iframe ref={frame} className={classes.sheet} sandbox="allow-same-origin allow-modals" referrerPolicy="no-referrer" srcDoc={text.html} title={t('words.page.sheet')} />
    </div>
  );
}
