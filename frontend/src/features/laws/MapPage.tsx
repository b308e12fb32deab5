import { Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '@/components/ProblemBox';
import { CountryList } from './CountryList';
import { LevelMark } from './LevelMark';
import { countryLevels, levels } from './library';
import { libraryQuery } from './laws';
import classes from './WorldMap.module.css';

const WorldMap = lazy(() => import('./WorldMap'));

/** Where an authority must be told how fast. */
export function Component() {
  const { t } = useTranslation();
  const library = useQuery(libraryQuery);
  const [pointed, setPointed] = useState<string | null>(null);
  const rows = useMemo(() => countryLevels(library.data?.items ?? []), [library.data]);
  if (library.error) return <ProblemBox problem={library.error} onRetry={() => void library.refetch()} />;
  if (!library.data) return <Stack><Skeleton height={28} width="60%" /><Skeleton height={420} /></Stack>;
  const count = (level: string) => rows.filter((row) => row.level === level).length;
  const finding = t('laws.map.finding', { fast: count('day') + count('three'), all: rows.length, none: count('none') + count('later') });

  return (
    <>
      <Title order={2} mb={4}>{finding}</Title>
      <Text size="sm" c="dimmed" mb="md" maw={720}>{t('laws.map.text')}</Text>
      <a href="#map-of-duties" className={classes.toMap}>{t('laws.map.jump')}</a>
      <div className={classes.page}>
        <figure id="map-of-duties" className={classes.picture}>
          <Suspense fallback={<Skeleton height={360} />}><WorldMap rows={rows} pointed={pointed} label={t('laws.map.label', { finding })} /></Suspense>
          <figcaption>
            <ul className={classes.legend}>{levels.map((level) => <li key={level}><LevelMark level={level} /> {t(`laws.levels.${level}`)}</li>)}</ul>
            <p className={classes.note}>{t('laws.map.boundaries')}</p>
          </figcaption>
        </figure>
        <div className={classes.beside}><CountryList rows={rows} onPoint={setPointed} /></div>
      </div>
    </>
  );
}
