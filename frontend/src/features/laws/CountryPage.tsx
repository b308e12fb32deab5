import { Select, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '@/components/ProblemBox';
import { useFilters } from '@/lib/filters';
import { countryName } from '@/lib/names';
import { dateWords } from '@/lib/time';
import { CountryList } from './CountryList';
import { LawCard } from './LawCard';
import classes from './Laws.module.css';
import { countryLevels, lawsFor, wholeOf } from './library';
import { libraryQuery, societyCountriesQuery, type Regime } from './laws';

/** Everything that can reach an incident because of one country. */
export function Component() {
  const { t, i18n } = useTranslation();
  const [filters, setFilters] = useFilters('country');
  const library = useQuery(libraryQuery);
  const societies = useQuery(societyCountriesQuery).data;
  const laws = library.data?.items;
  const choices = useMemo(() => {
    const codes = [...new Set((laws ?? []).flatMap((law) => law.countries))];
    const named = codes.map((code) => ({ value: code, label: `${countryName(code, i18n.language)} · ${code}` })).sort((a, b) => a.label.localeCompare(b.label, i18n.language));
    const known = new Set(societies);
    return [
      { group: t('laws.choose.societies'), items: named.filter((each) => known.has(each.value)) },
      { group: t('laws.choose.others'), items: named.filter((each) => !known.has(each.value) && !each.value.includes('-')) },
      { group: t('laws.choose.parts'), items: named.filter((each) => each.value.includes('-')) },
    ].filter((each) => each.items.length > 0);
  }, [laws, societies, i18n.language, t]);
  if (library.error) return <ProblemBox problem={library.error} onRetry={() => void library.refetch()} />;
  if (!laws) return <Stack><Skeleton height={56} width={360} /><Skeleton height={320} /></Stack>;

  return (
    <>
      <Select
        label={t('laws.country')} description={t('laws.choose.hint')} data={choices} searchable clearable limit={300} maw={400} mb="lg" nothingFoundMessage={t('laws.choose.none')}
        value={choices.some((group) => group.items.some((each) => each.value === filters.country)) ? filters.country : null}
        onChange={(country) => setFilters({ country: country ?? '' })}
      />
      {filters.country ? <OneCountry code={filters.country.toUpperCase()} laws={laws} /> : (
        <>
          <Title order={2} mb={4}>{t('laws.choose.every')}</Title>
          <Text size="sm" c="dimmed" mb="md">{t('laws.choose.everyText')}</Text>
          <CountryList rows={countryLevels(laws)} wide />
        </>
      )}
    </>
  );
}

function OneCountry({ code, laws }: { code: string; laws: Regime[] }) {
  const { t, i18n } = useTranslation();
  const byId = useMemo(() => new Map(laws.map((law) => [law.id, law])), [laws]);
  const found = useMemo(() => lawsFor(code, laws), [code, laws]);
  const where = countryName(code, i18n.language);
  const whole = wholeOf(code);
  const level = countryLevels(laws.filter((law) => law.countries.some((each) => each === code || each === whole || (code === whole && wholeOf(each) === whole))))[0];
  const strictest = level?.strictest;
  const coming = level?.coming.filter((law) => law.duty_list.some((duty) => duty.recipient === 'authority')) ?? [];
  const of = (list: Regime[], asks?: 'establishment' | 'residence') => list.map((law) => <LawCard key={law.id} law={law} byId={byId} asks={asks} />);
  const nothing = found.established.length + found.people.length + found.parts.length + found.ended.length === 0;

  return (
    <>
      <Title order={2} mb={4}>{where}</Title>
      <Text size="sm" mb="lg">
        {nothing ? t('laws.at.nothing') : strictest ? t('laws.at.strictest', { limit: strictest.duty.unit === 'none' ? t('laws.prompt').toLowerCase() : strictest.duty.deadline, law: strictest.law.name }) : t('laws.at.noAuthority')}
        {coming.map((law) => <Text key={law.id} span inherit fw={600}> {t('laws.at.coming', { date: dateWords(law.in_force, i18n.language), law: law.name })}</Text>)}
      </Text>
      {found.established.length > 0 && <Group title={t('laws.at.established')} lead={t('laws.at.establishedText')}>{of(found.established, 'establishment')}</Group>}
      {(found.people.length > 0 || found.established.some((law) => law.links.some((link) => link.by === 'residence'))) && (
        <Group title={t('laws.at.people')} lead={t('laws.at.peopleText')}>
          {of(found.people, 'residence')}
          <AlsoOutside laws={found.established} />
        </Group>
      )}
      {found.parts.length > 0 && (
        <Group title={t('laws.at.parts')} lead={t('laws.at.partsText')}>
          {found.parts.map(([part, list]) => (
            <details key={part} className={classes.case}>
              <summary>{countryName(part, i18n.language)} <span className={classes.quiet}>{list.map((law) => law.name).join(', ')}</span></summary>
              {of(list)}
            </details>
          ))}
        </Group>
      )}
      {found.movement.length > 0 && <Group title={t('laws.at.movement')} lead={t('laws.at.movementText')}>{of(found.movement)}</Group>}
      {found.ended.length > 0 && <Group title={t('laws.at.ended')}>{of(found.ended)}</Group>}
    </>
  );
}

/** Laws that stand above already, and reach parties elsewhere too, because of whose data they hold. */
function AlsoOutside({ laws }: { laws: Regime[] }) {
  const { t } = useTranslation();
  const reaching = laws.flatMap((law) => law.links.filter((link) => link.by === 'residence').map((link) => ({ law, link })));
  return reaching.map(({ law, link }, index) => (
    <Text key={law.id + index} size="sm" mt={8}>
      {t('laws.at.also', { law: law.name })} {link.asks.length > 0 && t('laws.onlyIf', { question: link.asks.join(' ') })}
    </Text>
  ));
}

function Group({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <section className={classes.group}>
      <Title order={2}>{title}</Title>
      {lead && <Text size="sm" c="dimmed" mb="sm">{lead}</Text>}
      {children}
    </section>
  );
}
