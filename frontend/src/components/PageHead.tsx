import { Group, Text, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** The title of a page, what it is for in one line, and what can be done on it. It names the browser's tab too. */
export function PageHead({ title, lead, actions, tab }: { title: ReactNode; lead?: ReactNode; actions?: ReactNode; tab?: string }) {
  const { t } = useTranslation();
  const name = tab ?? (typeof title === 'string' ? title : '');
  const product = t('frame.product');
  useEffect(() => {
    document.title = name ? `${name} · ${product}` : product;
  }, [name, product]);
  return (
    <Group justify="space-between" align="start" gap="md" mb="lg" wrap="wrap">
      <div>
        <Title order={1}>{title}</Title>
        {lead && <Text c="dimmed" size="sm" mt={4} maw={640}>{lead}</Text>}
      </div>
      {actions && <Group gap="xs" className="no-print">{actions}</Group>}
    </Group>
  );
}
