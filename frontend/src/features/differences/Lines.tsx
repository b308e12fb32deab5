import { Checkbox, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { OutcomeBadge } from '@/features/decisions/OutcomeBadge';
import { capital } from '@/lib/words';
import { FromTo, useChangeText } from './Change';
import { bundles, common, movesLater, owed, ownFacts, without, type FactChange, type Line } from './difference';
import classes from './Differences.module.css';

type Props = {
  lines: Line[];
  /** Keys that are ticked; without it nothing can be. */
  chosen?: Set<string>;
  onChoose?: (keys: string[], on: boolean) => void;
};

/** Lines under their duties: what changes for whom, from what to what, and why. */
export function Lines({ lines, chosen, onChoose }: Props) {
  const { t } = useTranslation();
  const shared = common(lines);
  return (
    <>
      {(shared.rule || shared.facts.length > 0) && (
        <div className={classes.shared}>
          {shared.rule && <Text size="sm">{shared.rule}</Text>}
          <Because facts={shared.facts} />
        </div>
      )}
      {bundles(lines).map((bundle) => {
        const keys = bundle.lines.map((line) => line.key);
        const ticked = keys.filter((key) => chosen?.has(key)).length;
        const title = `${bundle.law}, ${bundle.citation}`;
        return (
          <div key={bundle.key} className={classes.bundle}>
            <Text size="sm" fw={600} component="h3"><bdi>{title}</bdi></Text>
            <Text size="xs" c="dimmed"><bdi>{capital(bundle.recipientName || t(`incidents.recipient.${bundle.recipient as 'authority'}`))}</bdi></Text>
            {bundle.rule && !shared.rule && <Text size="sm" mt={4}>{bundle.rule}</Text>}
            <Because facts={without(bundle.facts, shared.facts)} />
            {chosen && keys.length > 1 && (
              <Checkbox mt="xs" size="sm" label={t('differences.allOfThese', { count: keys.length })} checked={ticked === keys.length} indeterminate={ticked > 0 && ticked < keys.length}
                onChange={(event) => onChoose?.(keys, event.currentTarget.checked)} />
            )}
            <ul className={`${classes.lines} ${chosen ? '' : classes.plain}`}>
              {bundle.lines.map((line) => (
                <li key={line.key}>
                  {chosen && (
                    <Checkbox size="sm" aria-label={t('differences.acceptLine', { law: title, party: line.party })} checked={chosen.has(line.key)}
                      onChange={(event) => onChoose?.([line.key], event.currentTarget.checked)} />
                  )}
                  <div>
                    <Text size="sm"><bdi>{line.party}</bdi></Text>
                    <Because facts={ownFacts(bundle, line)} />
                    {!bundle.rule && line.rule && <Text size="xs" c="dimmed">{line.rule}</Text>}
                    {line.told && <StateBadge state="done" icon="mail">{t('differences.told')}</StateBadge>}
                  </div>
                  <Move line={line} />
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </>
  );
}

function Move({ line }: { line: Line }) {
  const { t } = useTranslation();
  const dueMoves = line.from_due_at !== line.to_due_at;
  const targetMoves = line.from_target_at !== line.to_target_at;
  return (
    <div className={classes.move}>
      <div className={classes.outcomes}>
        {line.from ? <OutcomeBadge outcome={line.from} /> : <StateBadge state="none">{t('differences.notThere')}</StateBadge>}
        {line.from !== line.to && (
          <>
            <span role="img" aria-label={t('differences.becomes')} className={classes.was}>→</span>
            {line.to ? <OutcomeBadge outcome={line.to} /> : <StateBadge state="none">{t('differences.gone')}</StateBadge>}
          </>
        )}
      </div>
      {(line.from_due_at || line.to_due_at) && <Times word={t('common.dueWord')} from={line.from_due_at} to={line.to_due_at} moves={dueMoves} owed={owed(line)} zone={line.zone} />}
      {!line.to_due_at && !line.from_due_at && (line.from_target_at || line.to_target_at) && (
        <Times word={t('common.targetWord')} from={line.from_target_at} to={line.to_target_at} moves={targetMoves} owed={owed(line)} zone={line.zone} />
      )}
      {movesLater(line) && <Text size="xs" c="dimmed">{t('differences.secondPerson')}</Text>}
    </div>
  );
}

function Times({ word, from, to, moves, owed, zone }: { word: string; from: string | null; to: string | null; moves: boolean; owed: boolean; zone: string }) {
  const { t } = useTranslation();
  if (!moves) return <div className={classes.was}>{word} <When at={from ?? to} zone={zone} /></div>;
  return (
    <>
      {from && <div className={classes.was}>{t('differences.was', { word })} <When at={from} zone={zone} /></div>}
      {owed && <div>{from && t('differences.is')} {to ? <>{word} <When at={to} zone={zone} /></> : t('common.noLimit')}</div>}
    </>
  );
}

function Because({ facts }: { facts: FactChange[] }) {
  const { t } = useTranslation();
  const text = useChangeText(facts);
  if (facts.length === 0) return null;
  return (
    <div>
      {facts.map((change) => (
        <Text key={`${change.about} ${change.fact}`} size="xs" c="dimmed" component="div">
          {t('differences.because', { fact: text(change) })} <FromTo from={change.from} to={change.to} />
        </Text>
      ))}
    </div>
  );
}
