import { Select, SimpleGrid } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '@/components/ErrorSummary';
import { toast } from '@/components/Toasts';
import { TextEditor, type Text1 } from '@/features/editor/TextEditor';
import { useDraft } from '@/lib/draft';
import { audiences, kinds, saveText, useAct, type Body, type Kind, type List, type Printed } from './api';

type Edit = Text1 & { kind: Kind; audience: string; from: number };
type Props = { incident: string; list: List; text?: Printed; onSaved: (id: string) => void; onCancel: () => void };

/** Writes a new text from its template, or a new version of one. */
export function PrintedEditor({ incident, list, text, onSaved, onCancel }: Props) {
  const { t } = useTranslation();
  const newest = text?.versions[0];
  const first = list.templates[0];
  const draft = useDraft<Edit>(`printed:${incident}:${text?.id ?? 'new'}`, {
    kind: text?.kind ?? first?.kind ?? 'staff-note', language: (newest?.language ?? first?.language ?? 'en') as Edit['language'],
    title: newest?.title ?? first?.title ?? '', body: newest?.body ?? first?.body ?? '', audience: newest?.audience ?? '', from: newest?.number ?? 0,
  });
  const { value, set } = draft;
  const save = useAct(incident, (body: Body) => saveText(incident, text?.id ?? '', body));
  const newer = newest && newest.number !== value.from ? { title: newest.title, body: newest.body, by: newest.written_by } : undefined;
  const template = (kind: Kind, language: string) => list.templates.find((each) => each.kind === kind && each.language === language);
  // Words nobody has touched follow the choice; words that somebody wrote stay.
  const untouched = value.body === '' || list.templates.some((each) => each.title === value.title && each.body === value.body);

  function start(change: Partial<Edit>) {
    const next = { ...value, ...change };
    const words = !text && untouched && (change.kind || change.language) ? template(next.kind, next.language) : undefined;
    set({ ...change, ...(words ? { title: words.title, body: words.body } : {}) });
  }

  function store() {
    const { kind, language, title, body, audience, from } = value;
    save.mutate({ kind, language, title, body, ...(audience ? { audience } : {}), from: newer ? newest!.number : from }, {
      onSuccess: ({ id }) => {
        draft.saved();
        toast(t('statements.saved'));
        onSaved(id);
      },
    });
  }

  return (
    <TextEditor incident={incident} kind={value.kind} draft={{ ...draft, set: start }} placeholders={list.placeholders} errors={fieldErrors(save.error)} problem={save.error} saving={save.isPending}
      newer={newer} onSave={store} onCancel={onCancel}
      start={
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <Select label={t('words.page.kind')} description={text ? undefined : t('words.page.kindHint')} allowDeselect={false} disabled={!!text} value={value.kind}
            data={kinds.map((kind) => ({ value: kind, label: t(`words.page.kinds.${kind}`) }))} onChange={(kind) => kind && start({ kind: kind as Kind })} />
          {value.kind !== 'staff-note' && (
            <Select id="audience" label={t('words.editor.audience')} description={text ? undefined : t('words.page.audienceHint')} allowDeselect={false} value={value.audience || 'everybody'}
              data={(['everybody', ...audiences] as const).map((each) => ({ value: each, label: t(`words.editor.audiences.${each}`) }))}
              onChange={(each) => set({ audience: !each || each === 'everybody' ? '' : each })} />
          )}
        </SimpleGrid>
      } />
  );
}
