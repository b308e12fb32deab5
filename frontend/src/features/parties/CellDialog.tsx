import { Button, Group, Modal, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '@/components/Facts';
import { NotKnownYet } from '@/components/NotKnownYet';
import { RangeCount } from '@/components/RangeCount';
import { wordLabel } from '@/features/facts/value';
import type { Incident } from '@/features/incidents/incident';
import { useCan } from '@/features/session/me';
import { countryName, languageName } from '@/lib/names';
import { rangeWords } from '@/lib/range';
import { dataSetsQuery, groupsQuery, partiesQuery, type Group as PeopleGroup } from './api';
import { GroupForm } from './GroupForm';
import { RiskForm } from './RiskForm';
import classes from './CellDialog.module.css';

type Props = { incident: Incident; party: string; dataSet: string; editable: boolean; onClose: () => void };

/** The people of one party in one data set, by group: how many, who they are, where they live, and how high the risk to them is. */
export function CellDialog({ incident, party, dataSet, editable, onClose }: Props) {
  const { t } = useTranslation();
  const parties = useQuery(partiesQuery(incident.id)).data?.items;
  const sets = useQuery(dataSetsQuery(incident.id)).data?.items;
  const groups = useQuery(groupsQuery(incident.id, party, dataSet)).data?.items;
  const [form, setForm] = useState<PeopleGroup | 'new' | null>(null);
  const partyName = parties?.find((each) => each.id === party)?.name ?? '';
  const setName = sets?.find((each) => each.id === dataSet)?.name ?? t('parties.noDataSet');

  return (
    <Modal opened onClose={onClose} size="xl" title={<bdi>{partyName} · {setName}</bdi>} closeButtonProps={{ 'aria-label': t('common.close') }}>
      {form ? (
        <GroupForm incident={incident.id} party={party} dataSet={dataSet} group={form === 'new' ? undefined : form} onDone={() => setForm(null)} />
      ) : (
        <Stack gap="lg">
          {groups?.length === 0 && <Text size="sm">{t('parties.noGroup')}</Text>}
          {groups?.map((group) => <GroupCard key={group.id} incident={incident.id} group={group} editable={editable} onEdit={() => setForm(group)} />)}
          {editable && <div><Button variant="default" onClick={() => setForm('new')}>{t('parties.addGroup')}</Button></div>}
        </Stack>
      )}
    </Modal>
  );
}

function GroupCard({ incident, group, editable, onEdit }: { incident: string; group: PeopleGroup; editable: boolean; onEdit: () => void }) {
  const { t, i18n } = useTranslation();
  const can = useCan();
  const [rating, setRating] = useState(false);
  const list = (words: string[]) => (words.length ? words.map(wordLabel).join(', ') : <NotKnownYet />);
  const residence = Object.entries(group.residence).map(([code, range]) => `${countryName(code, i18n.language)}: ${rangeWords(range, 'count', t, i18n.language) ?? t('common.notKnownYet')}`);
  return (
    <section className={classes.card}>
      <Group justify="space-between" mb="xs">
        <Title order={3}><bdi>{group.name}</bdi></Title>
        <Group gap="xs">
          {can('assess') && editable !== undefined && <Button size="compact-sm" variant="subtle" onClick={() => setRating(!rating)} aria-expanded={rating}>{t('parties.setRisk')}</Button>}
          {editable && <Button size="compact-sm" variant="subtle" onClick={onEdit}>{t('common.edit')}</Button>}
        </Group>
      </Group>
      <Facts
        items={[
          [t('incidents.people'), <RangeCount key="c" range={group.count} />],
          [t('parties.risk'), group.risk_level ? <>{t(`parties.risks.${group.risk_level}`)}{group.risk_reason && <Text size="xs" c="dimmed">{group.risk_reason}</Text>}</> : <NotKnownYet />],
          [t('parties.kinds_of_people'), list(group.kinds)],
          [t('parties.vulnerabilities'), list(group.vulnerabilities)],
          [t('parties.categories'), group.categories.length ? list(group.categories) : t('parties.ofDataSet')],
          [t('parties.residence'), residence.length ? residence.join('; ') : <NotKnownYet />],
          [t('societies.languages'), group.languages.length ? group.languages.map((code) => languageName(code, i18n.language)).join(', ') : <NotKnownYet />],
        ]}
      />
      {rating && <RiskForm incident={incident} group={group} onDone={() => setRating(false)} />}
    </section>
  );
}
