import { Button, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '@/components/ProblemBox';
import { StateBadge } from '@/components/StateBadge';
import { toast } from '@/components/Toasts';
import { useCan } from '@/features/session/me';
import { languageName } from '@/lib/names';
import { acceptCorrections, type Passage } from './api';
import classes from './Wording.module.css';

/** What somebody typed instead of quoting it: each sentence as it stands and as it would read. One click takes the proposals into a new draft. */
export function Passages({ incident, piece, kind, state, passages }: { incident: string; piece: string; kind: string; state: string; passages: Passage[] }) {
  const { t, i18n } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const ready = passages.filter((each) => each.proposal && !each.hint);
  const accept = useMutation({
    mutationFn: () => acceptCorrections(incident, { piece, version: passages[0]?.version ?? 1 }),
    onSuccess: () => toast(t('wording.accepted')),
    onSettled: () => void client.invalidateQueries({ queryKey: ['incidents', incident] }),
  });
  const may = can('draft-texts') && ready.length > 0 && kind !== 'filing' && state !== 'sending' && state !== 'sent';
  return (
    <Stack gap={8} mt={4}>
      {passages.map((each) => (
        <div key={`${each.id} ${each.version}`} className={classes.passage}>
          <Text size="xs" c="dimmed">
            {each.label} · {languageName(each.language, i18n.language)}{each.variant && ` · ${t(`wording.variant.${each.variant as 'email'}`, { defaultValue: each.variant })}`}
          </Text>
          <Text size="sm" lang={each.language} dir="auto" className={classes.was}>{each.sentence}</Text>
          {each.proposal
            ? <Text size="sm" lang={each.language} dir="auto">{each.proposal}</Text>
            : <Text size="xs" c="dimmed">{each.to ? t('wording.findWords', { value: each.to }) : t('wording.notKnown')}</Text>}
          {each.hint && <StateBadge state="none">{t('wording.hint', { why: each.why })}</StateBadge>}
        </div>
      ))}
      {accept.error && <ProblemBox problem={accept.error} />}
      {may && <div className="no-print"><Button size="xs" variant="default" loading={accept.isPending} onClick={() => accept.mutate()}>{t('wording.accept', { count: ready.length })}</Button></div>}
    </Stack>
  );
}
