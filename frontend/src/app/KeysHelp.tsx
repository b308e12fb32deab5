import { Kbd, Modal, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/features/session/me';
import { placesFor } from './navigation';

/** Which key does what. Loaded when somebody asks. */
export function KeysHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const can = useCan();
  const rows: [string[], string][] = [
    [['/'], t('frame.keySearch')],
    ...(can('open-incident') ? [[['n'], t('frame.keyNew')] as [string[], string]] : []),
    [['?'], t('frame.keyHelp')],
    [['Esc'], t('frame.keyClose')],
    ...placesFor(can).map((place): [string[], string] => [['g', place.key], t('frame.keyGo', { page: t(place.label) })]),
  ];
  return (
    <Modal opened onClose={onClose} title={t('frame.keysTitle')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Table withRowBorders={false} verticalSpacing={6}>
        <Table.Tbody>
          {rows.map(([keys, what]) => (
            <Table.Tr key={what}>
              <Table.Td w={96}><bdi>{keys.map((key) => <Kbd key={key} me={4}>{key}</Kbd>)}</bdi></Table.Td>
              <Table.Td>{what}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
