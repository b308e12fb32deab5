import { Anchor, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { components } from '@/api/schema';
import { StateBadge } from '@/components/StateBadge';

type Props = { summary: components['schemas']['ContactSummary'] | undefined; onShow: (kind: string) => void };

/** What blocks stands first; each number opens its groups. */
export function Summary({ summary, onShow }: Props) {
  const { t } = useTranslation();
  if (!summary || summary.groups === 0) return null;
  // Inside a badge the link has the badge's colour, which can be read on it.
  const link = (kind: string, text: string, inBadge = false) => <Anchor component="button" type="button" size="sm" c={inBadge ? 'inherit' : undefined} underline={inBadge ? 'always' : undefined} onClick={() => onShow(kind)}>{text}</Anchor>;
  return (
    <Group gap="md" mb="md">
      {summary.unanswered > 0
        ? <StateBadge state="stopped">{link('unanswered', t('contact.summary.unanswered', { count: summary.unanswered }), true)}</StateBadge>
        : <StateBadge state="done">{t('contact.summary.answered')}</StateBadge>}
      {summary.reviews_due > 0 && <StateBadge state="soon">{link('review_due', t('contact.summary.reviews', { count: summary.reviews_due }), true)}</StateBadge>}
      {summary.can_hurt > 0 && link('can_hurt', t('contact.summary.can_hurt', { count: summary.can_hurt }))}
      {summary.harmless > 0 && link('harmless', t('contact.summary.harmless', { count: summary.harmless }))}
      {summary.do_not_contact > 0 && link('do_not_contact', t('contact.summary.do_not_contact', { count: summary.do_not_contact }))}
      {summary.people > 0 && <Text size="sm">{t('contact.summary.people', { count: summary.people })}</Text>}
      {summary.overrides_waiting > 0 && <StateBadge state="soon" icon="person">{t('contact.summary.waiting', { count: summary.overrides_waiting })}</StateBadge>}
    </Group>
  );
}
