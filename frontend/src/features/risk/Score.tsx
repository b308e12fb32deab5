import { Button, List, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bandOf, bands, placeOnBar, type Risk } from './risk';
import classes from './Risk.module.css';

/** ENISA's score as a place on its four bands, with the numbers it is made of. Where facts are open it is a stretch, not a point. */
export function Score({ score }: { score: Risk['score'] }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const low = Number(score.lowest);
  const high = Number(score.highest);
  const band = (value: number) => t(`risk.bands.${bandOf(value)}`);
  const finding = score.lowest === score.highest
    ? t('risk.scoreIs', { score: score.lowest, band: band(low) })
    : t('risk.scoreBetween', { low: score.lowest, lowBand: band(low), high: score.highest, highBand: band(high) });
  return (
    <section>
      <Title order={3}>{t('risk.score')}</Title>
      <Text size="sm">{finding}</Text>
      <div className={classes.bar} role="img" aria-label={finding}>
        {bands.map((each) => <i key={each.band} data-on={each.to > low && (each.from <= high) ? '' : undefined} />)}
        <span className={classes.span} style={{ insetInlineStart: `calc(${placeOnBar(low)}% - 2px)`, width: `calc(${placeOnBar(high) - placeOnBar(low)}% + 4px)` }} />
      </div>
      <div className={classes.names} aria-hidden="true">{bands.map((each) => <span key={each.band}>{t(`risk.bands.${each.band}`)}</span>)}</div>
      <dl className={classes.parts}>
        {score.parts.map((part) => (
          <div key={part.key} style={{ display: 'contents' }}>
            <dt>{t(`risk.parts.${part.key as 'dpc'}`, { defaultValue: part.key })}</dt>
            <dd><bdi>{part.lowest === part.highest ? part.lowest : t('risk.range', { low: part.lowest, high: part.highest })}</bdi></dd>
          </div>
        ))}
      </dl>
      <Button className={classes.more} mt={4} size="compact-xs" variant="subtle" aria-expanded={open} onClick={() => setOpen(!open)}>{t('risk.partsTitle')}</Button>
      {open && (
        <div>
          <Text size="xs" c="dimmed" my={4}>{t('risk.formula')}: <bdi>{score.formula}</bdi></Text>
          <List size="xs" spacing={4}>
            {score.parts.map((part) => <List.Item key={part.key}><strong>{t(`risk.parts.${part.key as 'dpc'}`, { defaultValue: part.key })}:</strong> {part.reason}</List.Item>)}
          </List>
          <Text size="xs" c="dimmed" mt={4}>{score.note} {score.source}</Text>
        </div>
      )}
    </section>
  );
}
