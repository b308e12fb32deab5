import { Button, Modal, Skeleton, Table, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { everyPage } from '@/api/pages';
import { take } from '@/api/take';
import { Icon } from '@/components/Icon';
import { Section } from '@/components/Section';
import type { Incident } from '@/features/incidents/incident';
import { partiesQuery, type Group as PeopleGroup } from '@/features/parties/api';
import { RiskForm } from '@/features/parties/RiskForm';
import { useCan } from '@/features/session/me';
import { LevelBadge } from './LevelBadge';
import { derivedOf, findGroups, type GroupRisk } from './risk';

const few = 50;

/** The level of every group of people: what counts, who says so, and what the rules say. Hundreds of groups stay closed until they are asked for. */
export function Groups({ incident, groups }: { incident: Incident; groups: GroupRisk[] }) {
  const { t } = useTranslation();
  const can = useCan();
  const [open, setOpen] = useState(groups.length <= 8);
  const [text, setText] = useState('');
  const [shown, setShown] = useState(few);
  const [setting, setSetting] = useState<GroupRisk | null>(null);
  const found = findGroups(groups, text);
  const between = (group: GroupRisk) => {
    const { level, low, high } = derivedOf(group);
    return level === 'open' && low !== high ? t('risk.between', { low: t(`risk.levels.${low}`), high: t(`risk.levels.${high}`).toLowerCase() }) : t(`risk.levels.${level}`);
  };
  return (
    <Section title={t('risk.groups')} actions={<Button size="xs" variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? t('risk.hideGroups') : t('risk.showGroups')}</Button>}>
      <Text size="sm" c="dimmed">{t('risk.groupsCount', { count: groups.length })}. {t('risk.groupsLead')}</Text>
      {open && (
        <>
          {groups.length > 8 && <TextInput mt="sm" maw={320} type="search" label={t('risk.find')} value={text} leftSection={<Icon name="search" size={16} />} onChange={(event) => setText(event.currentTarget.value)} />}
          <Table.ScrollContainer minWidth={480} mt="sm">
            <Table fz="sm" verticalSpacing={6}>
              <Table.Thead><Table.Tr><Table.Th>{t('risk.group')}</Table.Th><Table.Th>{t('risk.counts')}</Table.Th><Table.Th>{t('risk.rulesSay')}</Table.Th><Table.Th /></Table.Tr></Table.Thead>
              <Table.Tbody>
                {found.slice(0, shown).map((group) => (
                  <Table.Tr key={`${group.party}|${group.group}`}>
                    <Table.Td><bdi>{group.group}</bdi>{!group.group.startsWith(group.party) && <Text size="xs" c="dimmed"><bdi>{group.party}</bdi></Text>}</Table.Td>
                    <Table.Td><LevelBadge level={group.level} />{group.stated && <Text size="xs" c="dimmed">{t('risk.stated')}</Text>}</Table.Td>
                    <Table.Td>{between(group)}</Table.Td>
                    <Table.Td>{can('assess') && incident.state === 'open' && <Button size="compact-xs" variant="subtle" aria-label={t('risk.setFor', { group: group.group })} onClick={() => setSetting(group)}>{t('risk.set')}</Button>}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          {found.length > shown && <Button mt="xs" size="compact-sm" variant="subtle" onClick={() => setShown(shown + 200)}>{t('common.showMore')}</Button>}
        </>
      )}
      {setting && <StateLevel incident={incident.id} of={setting} onClose={() => setSetting(null)} />}
    </Section>
  );
}

function StateLevel({ incident, of, onClose }: { incident: string; of: GroupRisk; onClose: () => void }) {
  const { t } = useTranslation();
  const party = useQuery(partiesQuery(incident)).data?.items.find((each) => each.name === of.party);
  const groups = useQuery({
    queryKey: ['incidents', incident, 'groups', party?.id ?? ''],
    enabled: !!party,
    queryFn: ({ signal }) =>
      everyPage<PeopleGroup>((cursor) => take(api.GET('/api/incidents/{incident_id}/people-groups', { params: { path: { incident_id: incident }, query: { cursor, limit: 100, party_id: party?.id } }, signal }))),
  });
  const group = groups.data?.items.find((each) => each.name === of.group);
  return (
    <Modal opened onClose={onClose} title={<bdi>{of.group}</bdi>} closeButtonProps={{ 'aria-label': t('common.close') }}>
      {!groups.data && <Skeleton height={200} />}
      {groups.data && !group && <Text size="sm">{t('risk.gone')}</Text>}
      {group && <RiskForm incident={incident} group={group} onDone={onClose} />}
    </Modal>
  );
}
