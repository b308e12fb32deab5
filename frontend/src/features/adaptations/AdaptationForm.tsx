import { Button, Group, Stack, Tabs, Text, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DraftNote } from '@/components/DraftNote';
import { ErrorSummary, fieldErrors } from '@/components/ErrorSummary';
import { Section } from '@/components/Section';
import { toast } from '@/components/Toasts';
import { useDraft } from '@/lib/draft';
import { languageName } from '@/lib/names';
import { save, submit, useAct, wordsOf, type Adaptation, type Words } from './api';

/** A focal point writes what its people read in the marked places, in each language. An empty place reads as the standard words. */
export function AdaptationForm({ incident, row }: { incident: string; row: Adaptation }) {
  const { t, i18n } = useTranslation();
  const act = useAct(incident);
  const draft = useDraft<{ words: Words }>(`adaptation:${row.notice_id}:${row.party_id}:${row.version}`, { words: wordsOf(row) });
  const { words } = draft.value;
  const errors = fieldErrors(act.error);
  const write = (language: string, place: string, value: string) => draft.set({ words: { ...words, [language]: { ...words[language], [place]: value } } });
  const keep = (hand: boolean) => act.mutate(async () => {
    const saved = await save(row, words);
    draft.saved();
    if (hand) await submit(row, saved.version);
  }, { onSuccess: () => toast(t(hand ? 'adaptations.submitted' : 'adaptations.saved')) });
  const some = Object.values(words).some((each) => Object.values(each).some((value) => value.trim()));
  return (
    <Section title={t('adaptations.yours')}>
      <Stack gap="md">
        <Text size="sm" maw={640}>{t('adaptations.formLead', { marks: row.placeholders.map((each) => `{{${each}}}`).join(' ') })} {row.domains.length > 0 ? t('adaptations.domains', { domains: row.domains.join(', ') }) : t('adaptations.noDomains')}</Text>
        {row.state === 'signed' && <Text size="sm" fw={600}>{t('adaptations.voids')}</Text>}
        <ErrorSummary errors={errors} problem={act.error} />
        <DraftNote draft={draft} />
        <form onSubmit={(event) => { event.preventDefault(); keep(true); }} noValidate>
          <Tabs defaultValue={row.languages[0]?.language} keepMounted>
            <Tabs.List>{row.languages.map((each) => <Tabs.Tab key={each.language} value={each.language}>{languageName(each.language, i18n.language)}</Tabs.Tab>)}</Tabs.List>
            {row.languages.map((each) => (
              <Tabs.Panel key={each.language} value={each.language} pt="md">
                <Stack gap="md">
                  {each.places.map((place, n) => {
                    const id = `words.${each.language}.${n}`;
                    const value = words[each.language]?.[place.name] ?? '';
                    return (
                      <Textarea key={place.name} id={id} lang={each.language} autosize minRows={3} maxRows={10} value={value} error={errors[id]} onChange={(event) => write(each.language, place.name, event.currentTarget.value)}
                        styles={{ input: { direction: each.language === 'ar' ? 'rtl' : 'ltr' } }} label={<bdi>{place.name}</bdi>}
                        description={<>{t('adaptations.standsIn', { where: place.in.map((one) => t(`adaptations.variant.${one as 'body'}`)).join(', ') })} {t('adaptations.left', { count: row.limit - [...value].length })} <br />{place.standard ? <>{t('adaptations.standard')} <bdi>{place.standard}</bdi></> : t('adaptations.noStandard')}</>} />
                    );
                  })}
                  {errors[`words.${each.language}`] && <Text size="sm" c="var(--c-late-ink)">{errors[`words.${each.language}`]}</Text>}
                </Stack>
              </Tabs.Panel>
            ))}
          </Tabs>
          <Group gap="xs" mt="md">
            <Button type="submit" disabled={!some} loading={act.isPending}>{t('adaptations.submit')}</Button>
            <Button variant="default" onClick={() => keep(false)} loading={act.isPending}>{t('adaptations.save')}</Button>
          </Group>
        </form>
      </Stack>
    </Section>
  );
}
