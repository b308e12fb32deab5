import { Button, Checkbox, Group, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '@/components/ProblemBox';
import { directoryQuery, partiesQuery } from './api';
import classes from './Circulars.module.css';

/** Whom the circular goes to: the societies that are parties stand ready to be ticked; others are added from the directory. */
export function Societies({ incident, value, onChange }: { incident: string; value: string[]; onChange: (societies: string[]) => void }) {
  const { t } = useTranslation();
  const directory = useQuery(directoryQuery);
  const parties = useQuery(partiesQuery(incident));
  if (directory.error) return <ProblemBox problem={directory.error} onRetry={() => void directory.refetch()} />;
  const names = new Map((directory.data?.items ?? []).map((each) => [each.id, each.name]));
  const own = new Set<string>();
  for (const each of parties.data?.items ?? []) {
    if (each.kind !== 'national-society' || !each.organisation_id) continue;
    own.add(each.organisation_id);
    if (!names.has(each.organisation_id)) names.set(each.organisation_id, each.name);
  }
  const offered = [...new Set([...own, ...value])].sort((a, b) => (names.get(a) ?? a).localeCompare(names.get(b) ?? b));
  const others = [...names].filter(([id]) => !offered.includes(id)).map(([id, label]) => ({ value: id, label }));

  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Text size="sm" id="societies" tabIndex={-1}>{t('circulars.chosen', { count: value.length, total: offered.length })}</Text>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={() => onChange(offered)}>{t('circulars.all')}</Button>
          <Button size="xs" variant="default" onClick={() => onChange([])}>{t('circulars.nobody')}</Button>
        </Group>
      </Group>
      {offered.length > 0 && (
        <div className={classes.checks} role="group" aria-label={t('circulars.recipients')}>
          {offered.map((id) => (
            <Checkbox key={id} size="sm" checked={value.includes(id)} label={<bdi>{names.get(id) ?? id}</bdi>}
              onChange={(event) => onChange(event.currentTarget.checked ? [...value, id] : value.filter((each) => each !== id))} />
          ))}
        </div>
      )}
      <Select searchable label={t('circulars.addSociety')} placeholder={t('circulars.fromDirectory')} data={others} value={null} limit={50} maw={480}
        onChange={(id) => id && onChange([...value, id])} nothingFoundMessage={t('circulars.noneFound')} />
    </Stack>
  );
}
