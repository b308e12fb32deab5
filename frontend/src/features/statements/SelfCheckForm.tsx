import { Button, Group, Stack, TagsInput, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorSummary, fieldErrors } from '@/components/ErrorSummary';
import { toast } from '@/components/Toasts';
import { saveSelfCheck, useSelfCheckAct, type SelfCheck } from './selfChecks';

type Row = { name: string; places: string[]; first: string; last: string };

const rowsOf = (check?: SelfCheck): Row[] =>
  check?.services.map((each) => ({ name: each.name, places: each.places, first: each.first_year ? String(each.first_year) : '', last: each.last_year ? String(each.last_year) : '' }))
  ?? [{ name: '', places: [], first: '', last: '' }];

/** Services, places and years of one language. Saving asks another person. */
export function SelfCheckForm({ incident, language, check, onDone }: { incident: string; language: SelfCheck['language']; check?: SelfCheck; onDone: () => void }) {
  const { t } = useTranslation();
  const [rows, setRows] = useState(() => rowsOf(check));
  const save = useSelfCheckAct(incident, () => saveSelfCheck(incident, language, rows, check?.version.number ?? 0));
  const errors = fieldErrors(save.error);
  const change = (n: number, part: Partial<Row>) => setRows(rows.map((each, at) => (at === n ? { ...each, ...part } : each)));

  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate(undefined, { onSuccess: () => { toast(t('statements.check.asked')); onDone(); } });
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ErrorSummary errors={errors} problem={save.error} />
        {rows.map((row, n) => (
          <Group key={n} align="start" gap="sm">
            <TextInput flex="2 1 14rem" id={`services[${n}]`} label={t('statements.check.service')} value={row.name} error={errors[`services[${n}]`]} onChange={(event) => change(n, { name: event.currentTarget.value })} />
            <TagsInput flex="3 1 16rem" label={t('statements.check.places')} description={t('statements.check.placesHint')} value={row.places} onChange={(places) => change(n, { places })} />
            <TextInput w={96} inputMode="numeric" label={t('statements.check.first')} value={row.first} onChange={(event) => change(n, { first: event.currentTarget.value })} />
            <TextInput w={96} inputMode="numeric" label={t('statements.check.last')} value={row.last} onChange={(event) => change(n, { last: event.currentTarget.value })} />
            {rows.length > 1 && <Button mt={24} variant="default" onClick={() => setRows(rows.filter((_, at) => at !== n))}>{t('statements.check.drop', { name: row.name || n + 1 })}</Button>}
          </Group>
        ))}
        <Text size="sm" c="dimmed">{t('statements.check.unknown')}</Text>
        <Group gap="xs">
          {rows.length < 12 && <Button variant="default" onClick={() => setRows([...rows, { name: '', places: [], first: '', last: '' }])}>{t('statements.check.add')}</Button>}
          <Button type="submit" loading={save.isPending}>{t('statements.page.save')}</Button>
          <Button variant="default" onClick={onDone}>{t('common.cancel')}</Button>
        </Group>
      </Stack>
    </form>
  );
}
