import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { languageName } from '@/lib/names';
import type { NoticeBody } from './api';
import { apart, take, takeRest } from './apart';

type Props = { mine: NoticeBody; theirs: NoticeBody; onTake: (change: Partial<NoticeBody>) => void; onGoOn: () => void };

/** What somebody else saved while I was writing, text by text. Nothing of either is lost before I have looked at both. */
export function Meanwhile({ mine, theirs, onTake, onGoOn }: Props) {
  const { t, i18n } = useTranslation();
  const { texts, rest } = apart(mine, theirs);
  return (
    <Alert color="yellow" variant="light" role="alert" title={t('dispatches.meanwhile.title')}>
      <Stack gap="sm">
        <Text size="sm">{t(texts.length > 0 || rest ? 'dispatches.meanwhile.text' : 'dispatches.meanwhile.same')}</Text>
        {texts.map((each) => (
          <div key={`${each.language}.${each.field ?? ''}`}>
            <Group justify="space-between" gap="xs">
              <Text size="sm" fw={600}><bdi>{languageName(each.language, i18n.language)}</bdi>{each.field && <> · {t(`dispatches.text.${each.field}`)}</>}</Text>
              <Button size="compact-sm" variant="default" onClick={() => onTake(take(mine, theirs, each))}>{t('dispatches.meanwhile.take')}</Button>
            </Group>
            <Text size="sm" dir="auto" lang={each.language} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', maxHeight: 240, overflow: 'auto' }} tabIndex={0}>{each.theirs || t('dispatches.meanwhile.nothing')}</Text>
          </div>
        ))}
        {rest && (
          <Group justify="space-between" gap="xs">
            <Text size="sm" fw={600}>{t('dispatches.meanwhile.rest')}</Text>
            <Button size="compact-sm" variant="default" onClick={() => onTake(takeRest(theirs))}>{t('dispatches.meanwhile.take')}</Button>
          </Group>
        )}
        <Group><Button size="xs" onClick={onGoOn}>{t('dispatches.meanwhile.goOn')}</Button></Group>
      </Stack>
    </Alert>
  );
}
