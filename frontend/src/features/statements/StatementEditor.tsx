import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '@/components/ErrorSummary';
import { toast } from '@/components/Toasts';
import { Beside } from '@/features/comments/Beside';
import { TextEditor } from '@/features/editor/TextEditor';
import { useCan } from '@/features/session/me';
import { useDraft } from '@/lib/draft';
import { saveStatement, useAct, type Edit, type Language, type Statement, type StatementList } from './api';

type Props = { incident: string; list: StatementList; statement?: Statement; onDone: () => void };

/** Writes a statement, or a new version of one. */
export function StatementEditor({ incident, list, statement, onDone }: Props) {
  const { t } = useTranslation();
  const can = useCan();
  const newest = statement?.versions[0];
  const draft = useDraft<Edit>(`statement:${incident}:${statement?.id ?? 'new'}`, {
    id: statement?.id, language: (newest?.language ?? 'en') as Language, title: newest?.title ?? '', body: newest?.body ?? '', from: newest?.number ?? 0, ties: newest?.ties ?? {},
  });
  const { value, set } = draft;
  const save = useAct(incident, (edit: Edit) => saveStatement(incident, edit));
  const newer = newest && newest.number !== value.from ? { title: newest.title, body: newest.body, by: newest.written_by } : undefined;

  function store() {
    save.mutate({ ...value, from: newer ? newest!.number : value.from }, {
      onSuccess: () => {
        draft.saved();
        toast(t('statements.saved'));
        onDone();
      },
    });
  }

  return (
    <>
      <TextEditor incident={incident} kind="statement" draft={draft} placeholders={list.placeholders} values={list.values} errors={fieldErrors(save.error)} problem={save.error} saving={save.isPending}
      newer={newer} onSave={store} onCancel={onDone}
      start={!statement && (
        <Select label={t('statements.startFrom')} allowDeselect={false} defaultValue="blank"
          data={[{ value: 'blank', label: t('statements.blank') }, ...list.templates.map((each, n) => ({ value: String(n), label: templateLabel(each) }))]}
          onChange={(n) => {
            const chosen = list.templates[Number(n)];
            if (chosen) set({ language: chosen.language as Language, title: chosen.title, body: chosen.body, ties: {} });
          }} />
      )} />
      {statement && can('comment') && <Beside incident={incident} kind="text" id={statement.id} />}
    </>
  );

  function templateLabel(each: { name: string; language: string }) {
    const name = each.name as 'holding' | 'public' | 'correction' | 'closing';
    return `${t(`statements.template.${name}`)}, ${t(`statements.languages.${each.language as Language}`)}`;
  }
}
