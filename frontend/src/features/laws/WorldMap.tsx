import { Tooltip } from '@mantine/core';
import { memo, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { countryName } from '@/lib/names';
import { hatched } from './LevelMark';
import type { CountryLevel } from './library';
import { Patterns } from './Patterns';
import world from './world.json';
import classes from './WorldMap.module.css';

/** The shapes are data of about 77 kB, loaded with this picture only (Natural Earth, public domain; scripts/world says how they are made). */
const shapes = world.shapes as [code: string, path: string][];
const dots = world.dots as [code: string, x: number, y: number][];

type Props = { rows: CountryLevel[]; pointed: string | null; label: string };

/** Countries by their strictest limit. A picture for the eye: the list beside it says the same, and is how it is reached by keyboard. */
export default function WorldMap({ rows, pointed, label }: Props) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const [over, setOver] = useState<string | null>(null);
  const of = useMemo(() => new Map(rows.map((row) => [row.code, row])), [rows]);
  const row = over ? of.get(over) : undefined;
  const codeAt = (target: EventTarget) => (target as Element).getAttribute?.('data-code') ?? null;
  const words = over && [countryName(over, i18n.language), row ? t('laws.map.counts', { laws: t('laws.map.laws', { count: row.laws }), duties: t('laws.map.duties', { count: row.duties }) }) : t('laws.map.absent'),
    row?.strictest && t('laws.map.strictest', { limit: row.strictest.duty.unit === 'none' ? t('laws.prompt').toLowerCase() : row.strictest.duty.deadline })].filter(Boolean).join('. ');

  return (
    <Tooltip.Floating label={words} disabled={!over} multiline maw={280}>
      <svg viewBox={`0 0 ${world.width} ${world.height}`} className={classes.map} role="img" aria-label={label}
        onMouseMove={(event) => setOver(codeAt(event.target))} onMouseLeave={() => setOver(null)}
        onClick={(event) => { const code = codeAt(event.target); if (code && of.has(code)) void navigate(`/laws?country=${code}`); }}>
        <Patterns scope="map" />
        <Countries of={of} />
        {(over || pointed) && <Outline code={over ?? pointed ?? ''} />}
      </svg>
    </Tooltip.Floating>
  );
}

const Countries = memo(function Countries({ of }: { of: Map<string, CountryLevel> }) {
  return (
    <>
      {shapes.map(([code, d], index) => {
        const level = of.get(code)?.level;
        return (
          <g key={code + index}>
            <path d={d} className={classes.country} data-level={level ?? 'absent'} data-code={code} />
            {hatched(level) && <path d={d} className={classes.hatch} fill={`url(#map-${level})`} />}
          </g>
        );
      })}
      {dots.map(([code, x, y]) => {
        const level = of.get(code)?.level;
        return level && (
          <g key={code}>
            <circle cx={x} cy={y} r="8" className={classes.country} data-level={level} data-code={code} />
            {hatched(level) && <circle cx={x} cy={y} r="8" className={classes.hatch} fill={`url(#map-${level})`} />}
          </g>
        );
      })}
    </>
  );
});

function Outline({ code }: { code: string }) {
  const dot = dots.find(([each]) => each === code);
  return (
    <>
      {shapes.filter(([each]) => each === code).map(([, d], index) => <path key={index} d={d} className={classes.outline} />)}
      {dot && <circle cx={dot[1]} cy={dot[2]} r="13" className={classes.outline} />}
    </>
  );
}
