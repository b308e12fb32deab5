import { Button, Menu, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/Icon';

type Props = { placeholders: { name: string; label: string }[]; values?: Record<string, string>; onInsert: (mark: string) => void };

/** The closed list of facts that can stand in a text. */
export function PlaceholderMenu({ placeholders, values, onInsert }: Props) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-start" width={360} returnFocus={false}>
      <Menu.Target><Button variant="default" rightSection={<Icon name="down" size={14} />}>{t('statements.insert')}</Button></Menu.Target>
      <Menu.Dropdown mah={400} style={{ overflow: 'auto' }}>
        {placeholders.map((each) => (
          <Menu.Item key={each.name} onClick={() => onInsert(`{{${each.name}}}`)}>
            <Text size="sm">{each.label}</Text>
            <Text size="xs" c="dimmed" lineClamp={1}>{values ? (values[each.name] ?? t('statements.notKnown')) : <bdi>{`{{${each.name}}}`}</bdi>}</Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
