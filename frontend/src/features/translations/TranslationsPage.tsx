import { Anchor, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { useIncident } from '@/features/incidents/incident';
import { languageName } from '@/lib/names';
import { languages, listQuery, type Piece } from './api';
import { LanguageState } from './LanguageState';

/** Everything written in an incident with its languages: which are settled, which wait, and for what. */
export function Component() {
  const { t } = useTranslation();
  const incident = useIncident();
  const list = useQuery(listQuery(incident.id));
  if (list.error && !list.data) return <ProblemBox problem={list.error} onRetry={() => void list.refetch()} />;
  return (
    <Section plain title={t('translations.title')}>
      <Text size="sm" c="dimmed" mb="md" maw={640}>{t('translations.lead')}</Text>
      {!list.data && <Skeleton height={200} />}
      {list.data?.items.length === 0 && <Text>{t('translations.empty')}</Text>}
      <Stack gap="md">{list.data?.items.map((piece) => <PieceCard key={piece.id} piece={piece} incident={incident.id} />)}</Stack>
    </Section>
  );
}

function PieceCard({ piece, incident }: { piece: Piece; incident: string }) {
  const { t, i18n } = useTranslation();
  const there = piece.languages.map((each) => each.language);
  const begin = piece.fixed ? [] : languages.filter((code) => !there.includes(code));
  return (
    <Section title={<bdi lang={piece.source}>{piece.title || t('translations.untitled')}</bdi>}>
      <Text size="sm" c="dimmed" mb="xs">
        {t(`translations.kind.${piece.kind}`, { defaultValue: piece.kind })} · {t('translations.writtenIn', { language: languageName(piece.source, i18n.language) })}
      </Text>
      <Stack gap={6}>
        {piece.languages.filter((each) => each.state !== 'source').map((each) => (
          <Group key={each.language} gap="sm">
            <Anchor component={Link} to={`/incidents/${incident}/translations/${piece.id}/${each.language}`}>{languageName(each.language, i18n.language)}</Anchor>
            <LanguageState language={each} />
          </Group>
        ))}
        {begin.length > 0 && (
          <Group gap="sm">
            <Text size="sm" c="dimmed">{t('translations.begin')}</Text>
            {begin.map((code) => <Anchor key={code} size="sm" component={Link} to={`/incidents/${incident}/translations/${piece.id}/${code}`}>{languageName(code, i18n.language)}</Anchor>)}
          </Group>
        )}
      </Stack>
    </Section>
  );
}
