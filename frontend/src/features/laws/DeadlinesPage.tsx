import { Anchor, Button, Checkbox, Group, Select, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Icon } from '@/components/Icon';
import { KeysetTable, type Column } from '@/components/KeysetTable';
import { wordLabel } from '@/features/facts/value';
import { useFilters } from '@/lib/filters';
import { countryName } from '@/lib/names';
import { dateWords } from '@/lib/time';
import { Sure } from './LawCard';
import classes from './Laws.module.css';
import { bandOf, bands, byStrictness, dutiesOf, find, recipients, type DutyOfLaw } from './library';
import { libraryQuery } from './laws';
import { Where } from './Where';

const step = 60;

/** Every duty of every law, the strictest limit first. */
export function Component() {
  const { t, i18n } = useTranslation();
  const [filters, setFilters] = useFilters('text', 'recipient', 'band', 'everybody', 'never');
  const [text, setText] = useState(filters.text);
  const [shown, setShown] = useState(step);
  const search = useDebouncedCallback((value: string) => change({ text: value }), 250);
  const library = useQuery(libraryQuery);
  const all = useMemo(() => dutiesOf(library.data?.items ?? []), [library.data]);
  const found = useMemo(
    () => find(all, { text: filters.text, recipient: filters.recipient, societies: !filters.everybody, inForce: !filters.never }, (code) => countryName(code, i18n.language)).sort(byStrictness),
    [all, filters.text, filters.recipient, filters.everybody, filters.never, i18n.language],
  );
  const rows = filters.band ? found.filter((row) => bandOf(row.duty) === filters.band) : found;
  function change(to: Partial<typeof filters>) {
    setFilters(to);
    setShown(step);
  }

  const columns: Column<DutyOfLaw>[] = [
    {
      key: 'limit', header: t('laws.deadline'), heading: true,
      cell: ({ duty }) => (
        <>
          {duty.unit === 'none' ? t('laws.prompt') : duty.deadline}
          {duty.unit !== 'none' && duty.clock_starts && <Text size="xs" c="dimmed" fw={400}>{duty.clock_starts === 'other' ? t('laws.fromOther') : t('laws.from', { start: wordLabel(duty.clock_starts).toLowerCase() })}</Text>}
        </>
      ),
    },
    { key: 'whom', header: t('laws.whom'), cell: ({ duty }) => <>{duty.recipient_name || t(`incidents.recipient.${duty.recipient}`)}<Text size="xs" c="dimmed">{t(`incidents.recipient.${duty.recipient}`)}</Text></> },
    {
      key: 'law', header: t('laws.name'),
      cell: ({ law, duty }) => <><Anchor component={Link} to={`/laws/${law.id}`} size="sm">{law.name}</Anchor><Text size="xs" c="dimmed">{duty.citation}</Text></>,
    },
    { key: 'where', header: t('laws.countries'), cell: ({ law }) => <Where countries={law.countries} /> },
    { key: 'when', header: t('laws.trigger'), extra: true, cell: ({ duty }) => duty.trigger_text },
    {
      key: 'sure', header: t('laws.confidence'),
      cell: ({ duty }) => (
        <>
          {duty.confidence === 'low' ? <Sure confidence="low" /> : t(`laws.confidences.${duty.confidence}`)}
          {duty.standing !== 'in_force' && <Text size="xs" c="dimmed">{t(`laws.standings.${duty.standing}`)}{duty.standing === 'not_yet' && ` ${t('laws.sinceDate', { date: dateWords(duty.in_force, i18n.language) })}`}</Text>}
        </>
      ),
    },
  ];
  return (
    <>
      <ul className={classes.bands} aria-label={t('laws.bandsLabel')}>
        {bands.map((band) => (
          <li key={band}>
            <button type="button" className={classes.band} aria-pressed={filters.band === band} onClick={() => change({ band: filters.band === band ? '' : band })}>
              <strong>{found.filter((row) => bandOf(row.duty) === band).length}</strong> {t(`laws.bands.${band}`)}
            </button>
          </li>
        ))}
      </ul>
      <KeysetTable
        id="law-duties" label={t('laws.ways.deadlines')} columns={columns} empty={t('laws.noDutyFits')}
        rows={library.data && rows.slice(0, shown)} rowKey={({ law, duty }) => `${law.id} ${duty.id}`}
        problem={library.error ?? undefined} onRetry={() => void library.refetch()}
        toolbar={
          <>
            <TextInput type="search" label={t('laws.findDuty')} value={text} leftSection={<Icon name="search" size={16} />} w={264}
              onChange={(event) => { setText(event.currentTarget.value); search(event.currentTarget.value); }} />
            <Select label={t('laws.whom')} clearable placeholder={t('incidents.every')} w={176} value={filters.recipient || null} onChange={(recipient) => change({ recipient: recipient ?? '' })}
              data={recipients.map((value) => ({ value, label: t(`laws.recipients.${value}`) }))} />
            <Group gap="md" mb={8}>
              <Checkbox label={t('laws.everybody')} checked={!!filters.everybody} onChange={(event) => change({ everybody: event.currentTarget.checked ? '1' : '' })} />
              <Checkbox label={t('laws.alsoNot')} checked={!!filters.never} onChange={(event) => change({ never: event.currentTarget.checked ? '1' : '' })} />
            </Group>
          </>
        }
      />
      <Group mt="sm" gap="sm" className="no-print">
        <Text size="sm" c="dimmed">{t('laws.ofAll', { count: rows.length, all: all.length })}</Text>
        {rows.length > shown && <Button size="xs" variant="default" onClick={() => setShown(shown + 2 * step)}>{t('common.showMore')}</Button>}
      </Group>
    </>
  );
}
