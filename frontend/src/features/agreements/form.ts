import { fromWhen, toWhen, type Questions, type When } from './condition';

export const recipients = ['authority', 'subjects', 'controller', 'other'] as const;
export type Recipient = (typeof recipients)[number];
export const units = ['hours', 'calendar-days', 'business-days'] as const;
export const clockStarts = ['awareness', 'determination', 'occurrence', 'assessment-complete', 'authority-notice'] as const;

export type ExemptionForm = { text: string; evidence: string; when: When | null };

export type DutyForm = {
  id: string;
  recipient: Recipient;
  recipientName: string;
  clause: string;
  trigger: string;
  when: When;
  /** A limit is hard, a target is an aim, none leaves it to our own targets. */
  limit: 'hard' | 'guidance' | 'without-undue-delay';
  amount: number;
  unit: (typeof units)[number];
  starts: (typeof clockStarts)[number];
  exemptions: ExemptionForm[];
};

export type AgreementForm = {
  id: string;
  name: string;
  document: string;
  from: string;
  until: string;
  bind: 'names' | 'countries' | 'everybody';
  names: string[];
  countries: string[];
  roles: string[];
  duties: DutyForm[];
};

export const emptyDuty = (): DutyForm => ({
  id: '', recipient: 'other', recipientName: '', clause: '', trigger: '', when: { join: 'all_of', rows: [{ word: 'always' }] }, limit: 'hard', amount: 24, unit: 'hours', starts: 'awareness', exemptions: [],
});

export const emptyForm = (): AgreementForm => ({ id: '', name: '', document: '', from: '', until: '', bind: 'names', names: [], countries: [], roles: [], duties: [emptyDuty()] });

/** "Grant with the donor (2025)" becomes own-grant-with-the-donor-2025. */
export function idOf(name: string): string {
  const words = name.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 60).replace(/-+$/, '');
  return `own-${words || 'agreement'}`;
}

const dutyWord: Record<Recipient, string> = { authority: 'authority-notice', subjects: 'subject-notice', controller: 'controller-notice', other: 'other-notice' };

function dutyIds(duties: DutyForm[]): string[] {
  const taken = new Set(duties.map((duty) => duty.id).filter(Boolean));
  return duties.map((duty) => {
    if (duty.id) return duty.id;
    const word = dutyWord[duty.recipient];
    let id = word;
    for (let n = 2; taken.has(id); n++) id = `${word}-${n}`;
    taken.add(id);
    return id;
  });
}

/** What the table of a duty shows beside its trigger; never decided on. */
function levelOf(when: When): string {
  const words = new Set(when.rows.map((row) => row.word));
  const risk = when.rows.find((row) => row.word === 'risk_at_least');
  if (words.has('people_at_least')) return 'number-threshold';
  if (risk?.word === 'risk_at_least') return risk.level === 'high_risk' ? 'high-risk' : 'risk';
  return words.size === 1 && words.has('always') ? 'any' : 'other';
}

function bindsOf(form: AgreementForm): unknown[] {
  const role = form.roles.length > 0 ? [{ role: form.roles }] : [];
  if (form.bind === 'countries') return [{ by: 'establishment', ...(role[0] ? { when: role[0] } : {}) }];
  const parts = [...(form.bind === 'names' ? [{ name_any: form.names }] : []), ...role];
  return [{ by: 'membership', when: parts.length === 0 ? { always: true } : parts.length === 1 ? parts[0] : { all_of: parts } }];
}

/** The agreement in the shape of a rule pack. */
export function toPack(form: AgreementForm): Record<string, unknown> {
  const questions: Questions = {};
  const ids = dutyIds(form.duties);
  const duties = form.duties.map((duty, i) => ({
    id: ids[i],
    recipient: duty.recipient,
    recipient_name: duty.recipientName,
    citation: duty.clause,
    trigger_text: duty.trigger,
    trigger_level: levelOf(duty.when),
    when: toWhen(duty.when, form.id, questions),
    exemptions: duty.exemptions.map((x) => ({ text: x.text, when: x.when && toWhen(x.when, form.id, questions), then: 'exempt', kind: 'other', evidence: x.evidence })),
    deadline: duty.limit === 'without-undue-delay' ? { amount: null, unit: 'none', kind: duty.limit } : { amount: duty.amount, unit: duty.unit, kind: duty.limit },
    clock_starts: duty.starts,
  }));
  return {
    id: form.id, name: form.name, citation: form.document, countries: form.bind === 'countries' ? form.countries : [], in_force: form.from || null, until: form.until || null,
    binds: bindsOf(form), ...(Object.keys(questions).length > 0 ? { questions } : {}), duties,
  };
}

export const toText = (form: AgreementForm): string => JSON.stringify(toPack(form));

type Plain = Record<string, unknown>;
const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value));
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function readBinds(pack: Plain): Pick<AgreementForm, 'bind' | 'names' | 'roles'> {
  const link = (list(pack.binds)[0] ?? {}) as Plain;
  const when = (link.when ?? {}) as Plain;
  const parts = (Array.isArray(when.all_of) ? when.all_of : [when]) as Plain[];
  const said = (word: string) => list(parts.find((part) => word in part)?.[word]).map(String);
  const names = said('name_any');
  return { bind: link.by === 'establishment' ? 'countries' : names.length > 0 ? 'names' : 'everybody', names, roles: said('role') };
}

function readDuty(value: unknown, questions: Questions): DutyForm | null {
  const duty = value as Plain;
  const deadline = (duty.deadline ?? {}) as Plain;
  const when = fromWhen(duty.when, questions);
  const exemptions = list(duty.exemptions).map((each) => {
    const x = each as Plain;
    return { text: text(x.text), evidence: text(x.evidence), when: x.when ? fromWhen(x.when, questions) : null };
  });
  if (!when) return null;
  return {
    id: text(duty.id), recipient: text(duty.recipient) as Recipient, recipientName: text(duty.recipient_name), clause: text(duty.citation), trigger: text(duty.trigger_text), when,
    limit: text(deadline.kind) as DutyForm['limit'], amount: Number(deadline.amount ?? 24), unit: (deadline.unit === 'none' ? 'hours' : text(deadline.unit)) as DutyForm['unit'],
    starts: text(duty.clock_starts) as DutyForm['starts'], exemptions,
  };
}

/** Null, absent and empty say the same; order of keys says nothing. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '' : `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value).map(([key, each]) => [key, canonical(each)]).filter(([, said]) => said !== '').sort().map(([key, said]) => `${key}:${said}`).join(',')}}`;
  }
  return value === null || value === undefined || value === '' ? '' : JSON.stringify(value);
}

/** The form of a text; null where it says more than the form can show, so that editing it there would lose something. */
export function fromPack(value: unknown): AgreementForm | null {
  if (typeof value !== 'object' || value === null) return null;
  const pack = value as Plain;
  const questions = (pack.questions ?? {}) as Questions;
  const duties = list(pack.duties).map((duty) => readDuty(duty, questions));
  if (duties.some((duty) => duty === null)) return null;
  const form: AgreementForm = {
    id: text(pack.id), name: text(pack.name), document: text(pack.citation), from: text(pack.in_force), until: text(pack.until),
    ...readBinds(pack), countries: list(pack.countries).map(String), duties: duties as DutyForm[],
  };
  // Questions are numbered as the form meets them; by their words they are the same.
  const byWords = (each: Plain) => canonical(each).replace(/other\.[a-z0-9-]+\.[a-z0-9-]+/g, 'question');
  return byWords(toPack(form)) === byWords(pack) ? form : null;
}
