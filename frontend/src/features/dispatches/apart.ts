import type { NoticeBody, PeopleText } from './api';

const fields = ['subject', 'body', 'sms', 'letter', 'script', 'families'] as const;

/** One text that stands otherwise in what somebody else saved; without `field` the language is written by one of the two only. */
export type Apart = { language: string; field?: keyof PeopleText; theirs: string };

/** Where what I am writing and what was saved in the meantime differ, text by text, and whether they differ in anything beside the texts. */
export function apart(mine: NoticeBody, theirs: NoticeBody): { texts: Apart[]; rest: boolean } {
  const texts: Apart[] = [];
  for (const language of [...new Set([...Object.keys(mine.texts), ...Object.keys(theirs.texts)])].sort()) {
    const [own, other] = [mine.texts[language], theirs.texts[language]];
    if (!own || !other) {
      texts.push({ language, theirs: other?.body ?? '' });
      continue;
    }
    for (const field of fields) if ((own[field] ?? '') !== (other[field] ?? '')) texts.push({ language, field, theirs: other[field] ?? '' });
  }
  return { texts, rest: JSON.stringify(rest(mine)) !== JSON.stringify(rest(theirs)) };
}

/** Who writes, whom it reaches, and how: everything but the texts, without the order in which it was ticked. */
function rest(of: NoticeBody): unknown {
  const { name = '', role = '', telephone = '', email = '' } = of.contact;
  return [of.organisation, name, role, telephone, email, of.fallback, of.variant ?? '', of.supplement ?? false, [...of.audience.groups].sort(), [...of.audience.parties].sort()];
}

/** My draft with one of their texts in it; ties to paragraphs of the text that went away go with it. */
export function take(mine: NoticeBody, theirs: NoticeBody, what: Apart): Partial<NoticeBody> {
  const texts = { ...mine.texts };
  const ties = { ...mine.ties };
  const other = theirs.texts[what.language];
  const keys = what.field ? [`${what.language}.${what.field}`] : Object.keys({ ...ties, ...theirs.ties }).filter((key) => key.startsWith(`${what.language}.`));
  for (const key of keys) {
    delete ties[key];
    if (theirs.ties?.[key]) ties[key] = theirs.ties[key];
  }
  if (!other) delete texts[what.language];
  else texts[what.language] = what.field ? { ...mine.texts[what.language]!, [what.field]: other[what.field] ?? '' } : other;
  return { texts, ties };
}

/** All of theirs but the texts. */
export function takeRest(theirs: NoticeBody): Partial<NoticeBody> {
  const { organisation, contact, fallback, variant, supplement, audience } = theirs;
  return { organisation, contact, fallback, variant, supplement, audience };
}
