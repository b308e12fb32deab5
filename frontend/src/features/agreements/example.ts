import { emptyDuty, emptyForm, type AgreementForm } from './form';

/** The example of the empty page, as a form. The names are to be replaced. */
export const example: AgreementForm = {
  ...emptyForm(), id: 'own-grant-agreement', name: 'Grant agreement', document: 'Grant agreement 2025-118, 3 March 2025', from: '2025-03-03', names: ['German Red Cross'],
  duties: [{ ...emptyDuty(), recipientName: 'the donor', clause: 'Clause 14.2', trigger: 'any breach in which data of 100 people or more are concerned', when: { join: 'all_of', rows: [{ word: 'people_at_least', count: 100 }] } }],
};
