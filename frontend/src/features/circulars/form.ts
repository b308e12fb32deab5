import { instantOf, zonedOf, type ZonedInput } from '@/lib/time';
import { languages, type Circular, type CircularBody, type CircularText, type Kit } from './api';

/** What the form holds. Texts of languages that are switched off stay in the form, so that switching back loses nothing. */
export type Form = {
  organisation: string;
  contact: { name: string; role: string; telephone: string; email: string };
  texts: Record<string, CircularText>;
  on: string[];
  societies: string[];
  answerBy: ZonedInput | null;
};

const blank: CircularText = { title: '', happened: '', ask: '' };

/** A new circular starts from the first drafts we bring along, to all societies that are parties. */
export function startOf(kit: Kit, societies: string[]): Form {
  const texts: Record<string, CircularText> = {};
  for (const language of languages) texts[language] = kit.starts[language] ?? blank;
  return { organisation: '', contact: { name: '', role: '', telephone: '', email: '' }, texts, on: languages.filter((each) => kit.starts[each]), societies, answerBy: null };
}

export function formOf(circular: Circular, kit: Kit): Form {
  const start = startOf(kit, []);
  const body = circular.draft;
  if (!body) return start;
  return {
    organisation: body.organisation,
    contact: { name: body.contact.name, role: body.contact.role ?? '', telephone: body.contact.telephone ?? '', email: body.contact.email ?? '' },
    texts: { ...start.texts, ...body.texts },
    on: Object.keys(body.texts),
    societies: body.societies,
    answerBy: circular.answer_by ? zonedOf(circular.answer_by, body.zone || 'UTC') : null,
  };
}

export function bodyOf(form: Form): CircularBody {
  const answerBy = form.answerBy ? instantOf(form.answerBy)?.at : undefined;
  return {
    organisation: form.organisation,
    contact: form.contact,
    texts: Object.fromEntries(form.on.map((language) => [language, form.texts[language] ?? blank])),
    societies: form.societies,
    ...(answerBy ? { answer_by: answerBy } : {}),
    ...(form.answerBy ? { zone: form.answerBy.zone } : {}),
  };
}
