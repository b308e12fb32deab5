import { Anchor, Button, Progress, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/Icon';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { numberWords } from '@/lib/range';
import type { State } from '@/lib/state';
import { importsQuery, isRunning, type PeopleImport } from './api';
import classes from './People.module.css';
import { progressOf } from './rows';
import { UploadDialog } from './UploadDialog';

export const stateOfImport: Record<PeopleImport['state'], State> = { uploaded: 'soon', queued: 'in_time', running: 'in_time', done: 'done', failed: 'late', cancelled: 'none' };

/** Lists that were brought in or are on their way; a running one goes on whether somebody looks or not. */
export function Imports({ incident, onOpen }: { incident: string; onOpen: (id: string) => void }) {
  const { t, i18n } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(importsQuery(incident));
  const [uploading, setUploading] = useState(false);
  return (
    <Section title={t('people.imports')} actions={<Button size="xs" leftSection={<Icon name="upload" size={16} />} onClick={() => setUploading(true)}>{t('people.upload')}</Button>}>
      {isPending && <Skeleton height={48} />}
      {error && !data && <ProblemBox problem={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && <Text size="sm" c="dimmed" maw={640}>{t('people.noImports')}</Text>}
      {data?.items.map((each) => (
        <div key={each.id} className={classes.line}>
          <Anchor component="button" size="sm" fw={550} ta="start" onClick={() => onOpen(each.id)}><bdi>{each.file_name}</bdi></Anchor>
          <div>
            {isRunning(each) ? (
              <Progress value={progressOf(each)} size="sm" aria-label={t('people.progress', { percent: progressOf(each) })} />
            ) : (
              <Text size="sm" component="span">{each.state === 'done' ? t('people.summary', { accepted: numberWords(each.accepted_count, i18n.language), total: numberWords(each.total_count, i18n.language) }) : ''}</Text>
            )}
          </div>
          <Text size="sm" c="dimmed" component="span"><When at={each.uploaded_at} /></Text>
          <StateBadge state={stateOfImport[each.state]}>{t(`people.state.${each.state}`)}</StateBadge>
        </div>
      ))}
      {uploading && <UploadDialog incident={incident} onClose={() => setUploading(false)} onUploaded={onOpen} />}
    </Section>
  );
}
