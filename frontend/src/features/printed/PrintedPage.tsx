import { Accordion, Alert, Anchor, Button, Group, List, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { StateBadge } from '@/components/StateBadge';
import { toast } from '@/components/Toasts';
import { When } from '@/components/When';
import { ApprovalSteps } from '@/features/approvals/ApprovalSteps';
import { useApproval } from '@/features/approvals/api';
import { Beside } from '@/features/comments/Beside';
import { useIncident } from '@/features/incidents/incident';
import { useCan } from '@/features/session/me';
import { approve, decline, submit } from '@/features/statements/api';
import { ReaderView } from '@/features/statements/ReaderView';
import { languageName } from '@/lib/names';
import { audienceOf, badge, printedQuery, useAct, type List as Texts, type Printed } from './api';
import { PrintedEditor } from './PrintedEditor';
import { Sheet } from './Sheet';

/** One text: where it stands, the sheet as it is printed, and the step that is mine. */
export function Component() {
  const { t } = useTranslation();
  const incident = useIncident();
  const { text: id = '' } = useParams();
  const list = useQuery(printedQuery(incident.id));
  const [editing, setEditing] = useState(false);
  const text = list.data?.items.find((each) => each.id === id);
  if (list.error && !list.data) return <ProblemBox problem={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Skeleton height={480} />;
  return (
    <Stack>
      <Text size="sm" className="no-print"><Anchor component={Link} to={`/incidents/${incident.id}/words`}>{t('words.page.back')}</Anchor></Text>
      {!text && <Text>{t('words.page.gone')}</Text>}
      {text && editing && <PrintedEditor incident={incident.id} list={list.data} text={text} onSaved={() => setEditing(false)} onCancel={() => setEditing(false)} />}
      {text && !editing && <One incident={incident.id} text={text} open={incident.state === 'open'} onEdit={() => setEditing(true)} />}
    </Stack>
  );
}

type Props = { incident: string; text: Printed; open: boolean; onEdit: () => void };

function One({ incident, text, open, onEdit }: Props) {
  const { t, i18n } = useTranslation();
  const can = useCan();
  const newest = text.versions[0]!;
  return (
    <>
      <Section plain title={<bdi lang={newest.language}>{newest.rendered_title}</bdi>}>
        <Group gap="sm" mb="md">
          <StateBadge state={badge[newest.state]}>{t(`statements.state.${newest.state}`)}</StateBadge>
          <Text size="sm">{t(`words.page.kinds.${text.kind}`)} · {t(`words.editor.audiences.${audienceOf(text)}`)} · {languageName(newest.language, i18n.language)}</Text>
          <Text size="sm" c="dimmed">{t('statements.version', { number: newest.number, name: newest.written_by })} · <When at={newest.written_at} /></Text>
        </Group>
        <Steps incident={incident} text={text} open={open} onEdit={onEdit} />
      </Section>
      <Sheet text={text} />
      {can('comment') && <Beside incident={incident} kind="text" id={text.id} />}
      {text.versions.length > 1 && <Earlier versions={text.versions.slice(1)} />}
    </>
  );
}

function Steps({ incident, text, open, onEdit }: Props) {
  const { t } = useTranslation();
  const can = useCan();
  const [declining, setDeclining] = useState(false);
  const newest = text.versions[0]!;
  const { approval, turn, refetch } = useApproval(text.id, newest.hash, newest.state === 'submitted');
  const send = useAct(incident, () => submit(text.id));
  const settle = useAct(incident, () => approve(text.id, newest.hash).then(() => refetch()));
  const back = useAct(incident, (reason: string) => decline(text.id, newest.hash, reason));
  const mayWrite = can('draft-texts') && open;
  const own = text.versions.some((each) => each.written_by_me);
  return (
    <Stack gap="sm">
      {newest.decline_reason && <Alert color="violet" variant="light">{t('statements.declinedBecause', { reason: newest.decline_reason })}</Alert>}
      {newest.settled_by && newest.state === 'approved' && <Text size="sm" c="dimmed">{t('statements.approvedBy', { name: newest.settled_by })}</Text>}
      {text.faults.length > 0 && (
        <Alert color="ink" variant="light" title={t('statements.faults')}>
          <List size="sm">{text.faults.map((each) => <List.Item key={each.detail}>{each.detail}</List.Item>)}</List>
        </Alert>
      )}
      {[send.error, settle.error].map((each, n) => each && <ProblemBox key={n} problem={each} />)}
      <ApprovalSteps approval={approval} onDone={() => settle.reset()} />
      <Group gap="xs" className="no-print">
        {mayWrite && <Button variant="default" onClick={onEdit}>{t('common.edit')}</Button>}
        {mayWrite && newest.state === 'draft' && (
          <Button loading={send.isPending} disabled={text.faults.length > 0} onClick={() => send.mutate(undefined, { onSuccess: () => toast(t('statements.submitted')) })}>{t('words.page.submit')}</Button>
        )}
        {turn && own && <Text size="sm">{t('statements.ownWork')}</Text>}
        {turn && !own && approval?.mine && (
          <>
            <Button loading={settle.isPending} onClick={() => settle.mutate(undefined, { onSuccess: () => toast(t('statements.approved')) })}>{t('statements.approve')}</Button>
            <Button variant="default" onClick={() => setDeclining(true)}>{t('statements.decline')}</Button>
            <Text size="sm" c="dimmed">{t('statements.approveText')}</Text>
          </>
        )}
      </Group>
      <ConfirmWithReason opened={declining} onClose={() => setDeclining(false)} title={t('statements.decline')} action={t('statements.decline')} onConfirm={(reason) => back.mutateAsync(reason)}>
        {t('statements.declineText')}
      </ConfirmWithReason>
    </Stack>
  );
}

function Earlier({ versions }: { versions: Texts['items'][number]['versions'] }) {
  const { t } = useTranslation();
  return (
    <Accordion variant="separated" className="no-print">
      <Accordion.Item value="history">
        <Accordion.Control>{t('statements.history')}</Accordion.Control>
        <Accordion.Panel>
          <Stack gap="lg">
            {versions.map((each) => (
              <div key={each.number}>
                <Text size="sm" c="dimmed" mb="xs">{t('statements.version', { number: each.number, name: each.written_by })} · <When at={each.written_at} /></Text>
                <ReaderView language={each.language} title={each.rendered_title} body={each.rendered_body} />
              </div>
            ))}
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
