import { Alert, Anchor, Button, Checkbox, Group, List, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { ConfirmWithReason } from '@/components/ConfirmWithReason';
import { Icon } from '@/components/Icon';
import { ProblemBox } from '@/components/ProblemBox';
import { Section } from '@/components/Section';
import { toast } from '@/components/Toasts';
import { When } from '@/components/When';
import { useIncident } from '@/features/incidents/incident';
import { useCan } from '@/features/session/me';
import { numberWords } from '@/lib/range';
import { dateWords } from '@/lib/time';
import { closingQuery, keyOf, type ClosingLine } from './api';
import classes from './ClosingPage.module.css';

// How many of one kind stand there before somebody asks for all: a hundred lines in a row hide the one that matters.
const few = 5;

function kindsOf(lines: ClosingLine[]): [ClosingLine['kind'], ClosingLine[]][] {
  const kinds = [...new Set(lines.map((line) => line.kind))];
  return kinds.map((kind) => [kind, lines.filter((line) => line.kind === kind)]);
}

/** What keeps an incident open, each with the place where it is put right; then closing it. */
export function Component() {
  const { t, i18n } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const incident = useIncident();
  const [chosen, setChosen] = useState<string[]>([]);
  const [dialog, setDialog] = useState<'close' | 'waive' | 'keep' | null>(null);
  const [day, setDay] = useState('');
  const [all, setAll] = useState<string[]>([]);
  const list = useQuery(closingQuery(incident.id));
  if (list.error && !list.data) return <ProblemBox problem={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Stack><Skeleton height={48} /><Skeleton height={240} /></Stack>;
  const { lines, ready, keep_until_on: kept } = list.data;
  const open = incident.state === 'open';
  const holds = lines.filter((line) => line.holds);
  const waived = lines.filter((line) => line.waived);
  const noted = lines.filter((line) => !line.holds && !line.waived);
  const waivable = holds.filter((line) => line.waivable);
  const mayWaive = can('waive-obligation') && open;
  const picked = waivable.filter((line) => chosen.includes(keyOf(line)));
  const path = { params: { path: { incident_id: incident.id } } };
  const changed = () => client.invalidateQueries({ queryKey: ['incidents'] });

  function pick(line: ClosingLine, on: boolean) {
    setChosen(on ? [...chosen, keyOf(line)] : chosen.filter((key) => key !== keyOf(line)));
  }

  return (
    <Stack gap="xl">
      <Section plain title={t('closing.title')} actions={can('close-incident') && open && <Button disabled={!ready} onClick={() => setDialog('close')}>{t('incidents.close')}</Button>}>
        <Text size="sm" c="dimmed" mb="sm" maw={640}>{t('closing.lead')}</Text>
        {!open && <Text>{t('closing.isClosed')}</Text>}
        {open && ready && <Alert variant="light" color="green" icon={<Icon name="check" />}>{t('closing.ready')}</Alert>}
        {open && holds.length > 0 && (
          <>
            <Group justify="space-between" mb="xs">
              <Text fw={600}>{t('closing.holds', { count: holds.length })}</Text>
              {mayWaive && waivable.length > 0 && (
                <Group gap="xs" className="no-print">
                  <Button size="xs" variant="subtle" onClick={() => setChosen(picked.length === waivable.length ? [] : waivable.map(keyOf))}>{t('closing.pickAll', { count: waivable.length })}</Button>
                  <Button size="xs" variant="default" disabled={picked.length === 0} onClick={() => setDialog('waive')}>{t('closing.waive', { count: picked.length })}</Button>
                </Group>
              )}
            </Group>
            {kindsOf(holds).map(([kind, group]) => {
              const shown = all.includes(kind) ? group : group.slice(0, few);
              return (
                <section key={kind} className={classes.kind} aria-label={t(`closing.kind.${kind}`)}>
                  <Title order={3} size="h5">{t(`closing.kind.${kind}`)} · {numberWords(group.length, i18n.language)}</Title>
                  {group.every((line) => !line.waivable) && kind !== 'obligation' && <Text size="xs" c="dimmed">{t('closing.mustBeDone')}</Text>}
                  <ul className={classes.lines}>
                    {shown.map((line) => (
                      <li key={keyOf(line)} className={classes.line}>
                        {mayWaive && line.waivable && <div className={classes.pick}><Checkbox aria-label={t('closing.pick', { line: line.text })} checked={chosen.includes(keyOf(line))} onChange={(event) => pick(line, event.currentTarget.checked)} /></div>}
                        <Text size="sm" className={classes.text}>{line.text}</Text>
                        {line.kind === 'retention'
                          ? can('assess') && <Button size="xs" variant="default" className="no-print" onClick={() => setDialog('keep')}>{t('closing.keep')}</Button>
                          : <Anchor size="sm" className={`${classes.go} no-print`} component={Link} to={`/incidents/${incident.id}/${line.page}`}>{t('closing.fix')}</Anchor>}
                      </li>
                    ))}
                  </ul>
                  {shown.length < group.length && (
                    <Button size="xs" variant="subtle" className="no-print" onClick={() => setAll([...all, kind])}>{t('closing.more', { count: group.length - shown.length })}</Button>
                  )}
                </section>
              );
            })}
          </>
        )}
      </Section>
      {waived.length > 0 && (
        <Section plain title={t('closing.waived')}>
          <List size="sm" spacing="xs">
            {waived.map((line) => (
              <List.Item key={keyOf(line)}>
                {line.text}
                <Text size="xs" c="dimmed"><bdi>{line.waived?.by.name}</bdi> · <When at={line.waived?.at} /> · <bdi>{line.waived?.reason}</bdi></Text>
              </List.Item>
            ))}
          </List>
        </Section>
      )}
      {noted.length > 0 && (
        <Section plain title={t('closing.noted')}>
          <List size="sm" spacing="xs">
            {noted.map((line) => <List.Item key={keyOf(line)}>{line.text} <Anchor size="sm" underline="always" component={Link} to={`/incidents/${incident.id}/${line.page}`}>{t('closing.look')}</Anchor></List.Item>)}
          </List>
        </Section>
      )}
      <Section plain title={t('closing.keepTitle')} actions={can('assess') && open && kept && <Button size="xs" variant="default" onClick={() => setDialog('keep')}>{t('closing.keepAnew')}</Button>}>
        <Text size="sm">{kept ? t('closing.keptUntil', { day: dateWords(kept, i18n.language) }) : t('closing.keptNobody')}</Text>
      </Section>
      <ConfirmWithReason opened={dialog === 'close'} onClose={() => setDialog(null)} title={t('incidents.close')} action={t('incidents.close')}
        onConfirm={async (reason) => {
          await take(api.POST('/api/incidents/{incident_id}/close', { ...path, body: { reason } }));
          toast(t('incidents.stateChanged'));
          await changed();
        }}>{t('incidents.closeText')}</ConfirmWithReason>
      <ConfirmWithReason opened={dialog === 'waive'} onClose={() => setDialog(null)} title={t('closing.waiveTitle')} action={t('closing.waive', { count: picked.length })}
        onConfirm={async (reason) => {
          await take(api.POST('/api/incidents/{incident_id}/closing-list/waivers', { ...path, body: { lines: picked.map(({ kind, subject, covers }) => ({ kind, subject, covers })), reason } }));
          setChosen([]);
          await changed();
        }}>
        {t('closing.waiveText')}
        <List size="sm" mt="xs">{picked.slice(0, 5).map((line) => <List.Item key={keyOf(line)}>{line.text}</List.Item>)}</List>
        {picked.length > 5 && <Text size="sm" mt="xs">{t('closing.andMore', { count: picked.length - 5 })}</Text>}
      </ConfirmWithReason>
      <ConfirmWithReason opened={dialog === 'keep'} onClose={() => setDialog(null)} title={t('closing.keepTitle')} action={t('closing.keep')}
        onConfirm={async (reason) => {
          await take(api.PUT('/api/incidents/{incident_id}/retention', { ...path, body: { keep_until_on: day, reason } }));
          await changed();
        }}>
        {t('closing.keepText')}
        <TextInput type="date" mt="sm" label={t('closing.keepDay')} value={day} onChange={(event) => setDay(event.currentTarget.value)} />
      </ConfirmWithReason>
    </Stack>
  );
}
