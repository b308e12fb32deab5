import { Anchor, List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { countryName } from '@/lib/names';
import { dateWords } from '@/lib/time';
import classes from './Laws.module.css';
import type { RegimeView } from './laws';
import { conditionWords } from './library';

/** The two signatures of lawyers; a place that nobody has signed is called open. */
export function Reviews({ law }: { law: RegimeView }) {
  const { t, i18n } = useTranslation();
  return (
    <Section title={t('laws.reviews.title')}>
      <Stack gap="xs">
        {law.reviews.map((slot) => (
          <div key={slot.slot}>
            {slot.by === ''
              ? <StateBadge state="none" icon="person">{t('laws.reviews.open', { slot: t(`laws.reviews.slots.${slot.slot}`) })}</StateBadge>
              : <StateBadge state={slot.stale ? 'soon' : 'done'} icon={slot.stale ? 'soon' : 'check'}>{t(slot.stale ? 'laws.reviews.stale' : 'laws.reviews.signed', { by: slot.by, on: dateWords(slot.on, i18n.language) })}</StateBadge>}
            {slot.note && <Text size="sm" c="dimmed">{slot.note}</Text>}
          </div>
        ))}
        <Text size="sm" c="dimmed">{t('laws.reviews.text')}</Text>
      </Stack>
    </Section>
  );
}

/** What the authorities of single countries add to a law that is not their own. */
export function Overlays({ law }: { law: RegimeView }) {
  const { t, i18n } = useTranslation();
  if (law.overlays.length === 0) return null;
  return (
    <Section title={t('laws.overlays.title')}>
      <Stack gap="md">
        {law.overlays.map((overlay) => (
          <div key={overlay.id}>
            <Text size="sm" fw={550}>{overlay.countries.map((code) => countryName(code, i18n.language)).join(', ')}: {overlay.authority}</Text>
            <Text size="sm">{overlay.why}</Text>
            <Text size="sm">{t('laws.overlays.noCredit', { kinds: overlay.no_credit.map((kind) => t(`laws.exemptionKinds.${kind as 'other'}`)).join(', ') })}</Text>
            <Text size="xs" c="dimmed">
              {overlay.citation}{overlay.in_force && ` · ${t('laws.sinceDate', { date: dateWords(overlay.in_force, i18n.language) })}`} · {t('laws.overlays.confidence', { level: t(`laws.confidences.${overlay.confidence as 'high'}`).toLowerCase() })}
            </Text>
            <Sources list={overlay.sources} />
          </div>
        ))}
      </Stack>
    </Section>
  );
}

export function Changelog({ law }: { law: RegimeView }) {
  const { t, i18n } = useTranslation();
  return (
    <Section title={t('laws.changelog')}>
      <ol className={classes.dates}>
        {law.changelog.map((edition) => (
          <li key={edition.version} className={classes.date}>
            <Text size="sm">{dateWords(edition.on, i18n.language)}<Text span size="xs" c="dimmed" display="block">{t('laws.edition', { version: edition.version })}</Text></Text>
            <div><Text size="sm">{edition.what}</Text><Text size="xs" c="dimmed">{t('laws.changes.why', { why: edition.why })}</Text></div>
          </li>
        ))}
      </ol>
    </Section>
  );
}

export function Exemptions({ list, questions }: { list: RegimeView['duty_list'][number]['exemptions']; questions: Record<string, string> }) {
  const { t } = useTranslation();
  return (
    <List size="sm" spacing="sm">
      {list.map((exemption) => (
        <List.Item key={exemption.text}>
          <Text size="sm"><strong>{t(`laws.exemptionKinds.${exemption.kind}`)}:</strong> {exemption.text}</Text>
          {exemption.then === 'public-notice' && <Text size="sm">{t('laws.publicInstead')}</Text>}
          <Text size="sm">{t('laws.evidence', { evidence: exemption.evidence })}</Text>
          <Text size="xs" c="dimmed">{exemption.condition ? t('laws.provedWhen', { condition: conditionWords(exemption.condition, questions) }) : t('laws.cannotProve')}</Text>
        </List.Item>
      ))}
    </List>
  );
}

export function Sources({ list }: { list: string[] }) {
  return (
    <List size="sm" spacing={4}>
      {list.map((source) => <List.Item key={source}>{/^https:\/\//.test(source) ? <Anchor size="sm" href={source} rel="noreferrer" target="_blank">{source}</Anchor> : source}</List.Item>)}
    </List>
  );
}
