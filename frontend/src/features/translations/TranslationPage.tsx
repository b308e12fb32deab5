import { Alert, Anchor, Button, Group, List, Skeleton, Stack, Switch, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { DraftNote } from '@/components/DraftNote';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { toast } from '@/components/Toasts';
import { When } from '@/components/When';
import { useIncident } from '@/features/incidents/incident';
import { useCan } from '@/features/session/me';
import { useDraft } from '@/lib/draft';
import { languageName } from '@/lib/names';
import { exclude, include, save, signOff, viewQuery, type View } from './api';
import { Files } from './Files';
import { LanguageState } from './LanguageState';
import { Paragraph } from './Paragraph';
import classes from './Translations.module.css';

/** One language beside its source, paragraph by paragraph. */
export function Component() {
  const incident = useIncident();
  const { piece = '', language = '' } = useParams();
  const view = useQuery(viewQuery(incident.id, piece, language));
  if (view.error && !view.data) return <ProblemBox problem={view.error} onRetry={() => void view.refetch()} />;
  if (!view.data) return <Stack><Skeleton height={40} /><Skeleton height={320} /></Stack>;
  return <Sheet key={`${piece}/${language}`} view={view.data} incident={incident.id} open={incident.state === 'open'} />;
}

function Sheet({ view, incident, open }: { view: View; incident: string; open: boolean }) {
  const { t, i18n } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const [leaving, setLeaving] = useState(false);
  const [all, setAll] = useState(true);
  const draft = useDraft<Record<string, string>>(`translation/${view.id}/${view.language}`, {});
  const name = languageName(view.language, i18n.language);
  const mayWrite = open && can('draft-texts') && !view.fixed && view.standing !== 'excluded';
  const keyOf = (index: number) => `${view.rows[index]?.place}.${view.rows[index]?.hash.slice(0, 16)}.${index}`;
  const typed = view.rows.flatMap((row, index) => {
    const target = draft.value[keyOf(index)];
    return target !== undefined && target.trim() !== '' && (target !== row.target || row.state === 'stale' || row.state === 'unchecked') ? [{ row, target }] : [];
  });
  const refresh = () => client.invalidateQueries({ queryKey: ['translations', incident] });
  const act = useMutation({ mutationFn: (call: () => Promise<unknown>) => call(), onSettled: refresh });
  const run = (call: () => Promise<unknown>, said: string) => act.mutate(call, { onSuccess: () => toast(said) });
  const saveAll = () => act.mutate(() => save(view, typed), { onSuccess: () => { draft.saved(); draft.set(Object.fromEntries(Object.keys(draft.value).map((key) => [key, '']))); draft.saved(); toast(t('translations.saved')); } });
  const summary = view.languages.find((each) => each.language === view.language)
    ?? { language: view.language, state: view.standing, current: 0, stale: 0, unchecked: 0, missing: view.rows.length, broken: 0, left: 0, void: false };
  const shown = view.rows.map((row, index) => ({ row, index })).filter(({ row }) => all || row.state !== 'current' || row.faults.length > 0);
  const toArrange = typed.length === 0 && (!view.arranged || view.extra.length > 0) && view.languages.some((each) => each.language === view.language);
  const done = summary.missing + summary.stale + summary.broken + summary.left === 0 && view.arranged;

  return (
    <Stack>
      <Text size="sm"><Anchor component={Link} to={`/incidents/${incident}/translations`}>{t('translations.back')}</Anchor></Text>
      <Section plain title={<>{t('translations.into', { language: name })}: <bdi lang={view.source}>{view.title}</bdi></>} actions={mayWrite && <Files view={view} onDone={() => void refresh()} />}>
        <Group gap="sm"><LanguageState language={summary} /></Group>
        {view.signed_by && <Text size="sm" mt={4}>{t('translations.signedBy', { name: view.signed_by })} <When at={view.signed_at} /></Text>}
        {view.standing === 'excluded' && <Text size="sm" mt={4}>{t('translations.leftOutBy', { name: view.left_out_by ?? '' })} <When at={view.left_out_at} />: <bdi>{view.why}</bdi></Text>}
        {!view.approved && <Text size="sm" c="dimmed" mt={4}>{t('translations.sourceOpen')}</Text>}
      </Section>
      {act.error && <ProblemBox problem={act.error} />}
      <DraftNote draft={draft} />
      {view.rows.length > 3 && <Switch label={t('translations.showAll')} checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />}
      <ol className={classes.rows} aria-label={t('translations.paragraphs')}>
        {shown.map(({ row, index }) => (
          <Paragraph key={keyOf(index)} row={row} number={index + 1} view={view} value={draft.value[keyOf(index)]} onChange={mayWrite ? (target) => draft.set({ [keyOf(index)]: target }) : undefined} />
        ))}
      </ol>
      {view.extra.length > 0 && (
        <Alert color="gray" variant="light" title={t('translations.extra')}>
          <List size="sm">{view.extra.map((each) => <List.Item key={each}><bdi lang={view.language}>{each}</bdi></List.Item>)}</List>
        </Alert>
      )}
      {view.kept.length > 0 && (
        <details>
          <summary>{t('translations.kept', { count: view.kept.length })}</summary>
          <List size="sm" mt="xs">{view.kept.map((each, index) => <List.Item key={index}>{t(`translations.why.${each.why}`, { defaultValue: each.why })}: <bdi lang={view.language}>{each.target}</bdi></List.Item>)}</List>
        </details>
      )}
      <Group gap="sm" className="no-print">
        {mayWrite && <Button onClick={saveAll} loading={act.isPending} disabled={typed.length === 0}>{t('translations.save', { count: typed.length })}</Button>}
        {mayWrite && toArrange && <Button variant="default" onClick={() => run(() => save(view, []), t('translations.arranged'))}>{t('translations.arrange')}</Button>}
        {open && can('sign-translations') && view.standing === 'open' && !view.fixed && (
          <Button variant="default" disabled={!done || view.typed_by_me || !view.approved || typed.length > 0} onClick={() => run(() => signOff(view), t('translations.signed'))}>{t('translations.signOff', { language: name })}</Button>
        )}
        {open && can('draft-texts') && !view.fixed && (view.standing === 'excluded'
          ? <Button variant="default" onClick={() => run(() => include(view), t('translations.included'))}>{t('translations.include')}</Button>
          : view.language !== view.source && <Button variant="subtle" onClick={() => setLeaving(true)}>{t('translations.exclude')}</Button>)}
      </Group>
      {view.typed_by_me && view.standing === 'open' && <Text size="sm" c="dimmed">{t('translations.ownWork')}</Text>}
      {leaving && (
        <ConfirmWithReason opened onClose={() => setLeaving(false)} title={t('translations.excludeTitle', { language: name })} action={t('translations.exclude')}
          onConfirm={async (reason) => { await exclude(view, reason); await refresh(); }}>{t('translations.excludeLead')}</ConfirmWithReason>
      )}
    </Stack>
  );
}
