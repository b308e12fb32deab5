import adaptations from './adaptations.json';
import approvals from './approvals.json';
import agreements from './agreements.json';
import board from './board.json';
import briefings from './briefings.json';
import broadcasts from './broadcasts.json';
import circulars from './circulars.json';
import clocks from './clocks.json';
import closing from './closing.json';
import comments from './comments.json';
import common from './common.json';
import contact from './contact.json';
import decisions from './decisions.json';
import differences from './differences.json';
import dispatches from './dispatches.json';
import documents from './documents.json';
import dossiers from './dossiers.json';
import enquiries from './enquiries.json';
import facts from './facts.json';
import filings from './filings.json';
import frame from './frame.json';
import incidents from './incidents.json';
import known from './known.json';
import laws from './laws.json';
import outbox from './outbox.json';
import parties from './parties.json';
import people from './people.json';
import proposals from './proposals.json';
import questions from './questions.json';
import register from './register.json';
import risk from './risk.json';
import session from './session.json';
import settings from './settings.json';
import societies from './societies.json';
import statements from './statements.json';
import tasks from './tasks.json';
import timeline from './timeline.json';
import translations from './translations.json';
import users from './users.json';
import wording from './wording.json';
import words from './words.json';
import worklists from './worklists.json';

// One file per noun, the same nouns as the folders in features.
export const en = {
  adaptations, agreements, approvals, board, briefings, broadcasts, circulars, clocks, closing, comments, common, contact, decisions, differences, dispatches, documents, dossiers, enquiries, facts, filings, frame, incidents, known, laws, outbox, parties, people, proposals, questions, register, risk, session, settings, societies, statements, tasks, timeline, translations, users, wording, words, worklists,
};
