import { Button, Group } from '@mantine/core';
import { Link } from 'react-router';
import { Icon } from '@/components/Icon';
import { toast } from '@/components/Toasts';
import { saveFile } from '@/lib/download';
import { asText, fileName } from './explain';
import { sentenceOf, textParts, type Explained, type Speech } from './explanationParts';

/** Takes the explanation along: as text, as data, on paper. */
export function ExplanationActions({ explained, speech, page, ready }: { explained: Explained; speech: Speech; page?: boolean; ready: boolean }) {
  const { t } = speech;
  const { row } = explained;
  async function copy() {
    const text = asText(sentenceOf(row, t), textParts(explained, speech));
    try {
      await navigator.clipboard.writeText(text);
      toast(t('decisions.copiedText'));
    } catch {
      saveFile(new Blob([text], { type: 'text/plain' }), fileName(row).replace(/json$/, 'txt'));
      toast(t('decisions.cannotCopy'));
    }
  }
  function download() {
    const { facts, law, duty, changes, decisions, history } = explained;
    const data = {
      determination: row, facts,
      law: law && { id: law.id, name: law.name, version: law.version, checked_on: law.read_on, duty }, changes, decisions, history,
    };
    saveFile(new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }), fileName(row));
  }
  return (
    <Group gap="xs" className="no-print">
      <Button size="compact-sm" variant="default" disabled={!ready} onClick={() => void copy()} leftSection={<Icon name="document" size={14} />}>{t('decisions.copyText')}</Button>
      <Button size="compact-sm" variant="default" disabled={!ready} onClick={download} leftSection={<Icon name="download" size={14} />}>{t('decisions.json')}</Button>
      {page
        ? <Button size="compact-sm" variant="default" disabled={!ready} onClick={() => window.print()} leftSection={<Icon name="print" size={14} />}>{t('common.print')}</Button>
        : <Button size="compact-sm" variant="default" component={Link} to={`/incidents/${row.incident_id}/decisions/${row.id}`} leftSection={<Icon name="print" size={14} />}>{t('decisions.page')}</Button>}
    </Group>
  );
}
