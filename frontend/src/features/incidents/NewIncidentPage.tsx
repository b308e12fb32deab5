import { Autocomplete, Button, Checkbox, Group, Paper, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { DraftNote } from '@/components/DraftNote';
import { ErrorSummary, fieldErrors, type FormErrors } from '@/components/ErrorSummary';
import { ExerciseBand } from '@/components/ExerciseBand';
import { PageHead } from '@/components/PageHead';
import { ownZone, TimeField } from '@/components/TimeField';
import { toast } from '@/components/Toasts';
import { sent, type FactValue } from '@/features/facts/value';
import { serverNow } from '@/lib/clock';
import { useDraft } from '@/lib/draft';
import { newId } from '@/lib/id';
import { instantOf, zonedOf, type ZonedInput } from '@/lib/time';
import classes from './NewIncidentPage.module.css';
import { TelephoneScript } from './TelephoneScript';

type Opening = {
  id: string; title: string; name: string; telephone: string; society: string; aware: ZonedInput; exercise: boolean; answers: Record<string, FactValue>;
};

function fresh(): Opening {
  return { id: newId(), title: '', name: '', telephone: '', society: '', aware: zonedOf(new Date(serverNow()).toISOString(), ownZone), exercise: false, answers: {} };
}

/** Three fields open an incident and start its clocks; the telephone script stands beside them and never stands in the way. */
export function Component() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [start] = useState(fresh);
  const draft = useDraft('incident:new', start);
  const form = draft.value;
  const [errors, setErrors] = useState<FormErrors>({});
  const [society] = useDebouncedValue(form.society, 250);
  const societies = useQuery({
    queryKey: ['organisations', 'suggest', society],
    enabled: society.trim().length > 1,
    queryFn: ({ signal }) => take(api.GET('/api/organisations', { params: { query: { text: society.trim(), limit: 8 } }, signal })),
  });
  const known = societies.data?.items.find((entry) => entry.name === form.society);

  const open = useMutation({
    mutationFn: () =>
      take(api.POST('/api/incidents', {
        body: {
          id: form.id,
          title: form.title.trim(),
          reporter: { name: form.name, telephone: form.telephone, society: form.society },
          society_id: known?.id,
          aware_at: instantOf(form.aware)?.at,
          aware_zone: form.aware.zone,
          exercise: form.exercise,
          facts: Object.entries(form.answers).filter(([, value]) => value !== null).map(([key, value]) => ({ key, ...sent(value), certainty: 'reported' as const, source: form.name || form.society })),
        },
      })),
    onSuccess: (incident) => {
      draft.saved();
      toast(t('incidents.openedToast', { reference: incident.reference }));
      void client.invalidateQueries({ queryKey: ['incidents'] });
      void client.invalidateQueries({ queryKey: ['clocks'] });
      void navigate(`/incidents/${incident.id}`);
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    const found: FormErrors = {};
    if (!form.title.trim()) found.title = t('incidents.titleMissing');
    if (!form.name.trim() && !form.telephone.trim() && !form.society.trim()) found.reporter = t('incidents.reporterMissing');
    if (!instantOf(form.aware)) found.aware_at = t('incidents.awareMissing');
    setErrors(found);
    if (Object.keys(found).length === 0) open.mutate();
  }
  const shown = { ...fieldErrors(open.error), ...errors };

  return (
    <>
      {form.exercise && <ExerciseBand />}
      <PageHead title={t('frame.newIncident')} lead={t('incidents.newLead')} />
      <div className={classes.columns}>
        <form onSubmit={submit} noValidate className={classes.form}>
          <Paper withBorder p="lg" radius="lg">
            <Stack gap="lg">
              <DraftNote draft={draft} />
              <ErrorSummary errors={shown} problem={open.error} />
              <Textarea id="title" label={t('incidents.titleLabel')} description={t('incidents.titleHint')} autosize minRows={2} maxLength={200} value={form.title}
                error={shown.title} autoFocus onChange={(event) => draft.set({ title: event.currentTarget.value })} />
              <div role="group" aria-labelledby="reporter-label">
                <Text id="reporter-label" fw={600} size="sm">{t('incidents.reporter')}</Text>
                <Text size="xs" c="dimmed" mb={4}>{t('incidents.reporterHint')}</Text>
                {shown.reporter && <Text size="xs" c="red" mb={4}>{shown.reporter}</Text>}
                <Stack gap="xs">
                  <Group grow gap="xs" align="start">
                    <TextInput id="reporter" label={t('incidents.reporterName')} value={form.name} error={!!shown.reporter} onChange={(event) => draft.set({ name: event.currentTarget.value })} />
                    <TextInput type="tel" dir="ltr" label={t('incidents.reporterTelephone')} value={form.telephone} onChange={(event) => draft.set({ telephone: event.currentTarget.value })} />
                  </Group>
                  <Autocomplete label={t('incidents.reporterSociety')} value={form.society} onChange={(value) => draft.set({ society: value })} filter={({ options }) => options}
                    data={[...new Set(societies.data?.items.map((entry) => entry.name))]} description={known ? t('incidents.societyJoins') : undefined} />
                </Stack>
              </div>
              <TimeField id="aware_at" required label={t('incidents.awareQuestion')} description={t('incidents.awareHint')} value={form.aware} error={shown.aware_at}
                onChange={(aware) => draft.set({ aware: aware ?? start.aware })} />
              <Checkbox label={t('incidents.exerciseLabel')} description={t('incidents.exerciseHint')} checked={form.exercise}
                onChange={(event) => draft.set({ exercise: event.currentTarget.checked })} />
              <div>
                <Button type="submit" size="md" loading={open.isPending}>{t('incidents.open')}</Button>
                <Text size="sm" c="dimmed" mt="xs">{t('incidents.openHint')}</Text>
              </div>
            </Stack>
          </Paper>
        </form>
        <section aria-labelledby="script-title" className={classes.script}>
          <Title order={2} id="script-title" mb={4}>{t('incidents.script')}</Title>
          <Text size="sm" c="dimmed" mb="md">{t('incidents.scriptLead')}</Text>
          <TelephoneScript answers={form.answers} onAnswer={(key, value) => draft.set({ answers: { ...form.answers, [key]: value } })} />
        </section>
      </div>
    </>
  );
}
