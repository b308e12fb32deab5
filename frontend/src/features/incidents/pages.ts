import type words from '@/i18n/en/incidents.json';

/** One page of an incident: its address below the incident, its words (incidents.tabs), and the right it takes (read-incidents when empty). */
export interface Page {
  path: string;
  name: keyof typeof words.tabs;
  needs?: string;
}

/** The pages in the order of the work. A new page is one line here, one in app/routes.tsx, and a word in incidents.tabs in en/incidents.json. */
export const sections: { name: keyof typeof words.sections; pages: Page[] }[] = [
  { name: 'overview', pages: [{ path: '', name: 'overview' }] },
  {
    name: 'happened', pages: [
      { path: 'facts', name: 'facts' },
      { path: 'questions', name: 'questions', needs: 'read-record' },
      { path: 'risk', name: 'risk', needs: 'read-record' },
    ],
  },
  {
    name: 'affected', pages: [
      { path: 'parties', name: 'parties' },
      { path: 'people', name: 'people', needs: 'read-people' },
      { path: 'contact', name: 'contact', needs: 'read-contact-plans' },
    ],
  },
  {
    name: 'decide', pages: [
      { path: 'decisions', name: 'decisions' },
      { path: 'tasks', name: 'tasks' },
      { path: 'closing', name: 'closing', needs: 'read-record' },
    ],
  },
  {
    name: 'tell', pages: [
      { path: 'telling', name: 'telling' },
      { path: 'adaptations', name: 'adaptations' },
      { path: 'worklists', name: 'worklists' },
      { path: 'broadcasts', name: 'broadcasts' },
      { path: 'societies', name: 'societies' },
      { path: 'statements', name: 'statements' },
      { path: 'words', name: 'words' },
      { path: 'translations', name: 'translations' },
      { path: 'approvals', name: 'approvals' },
      { path: 'said', name: 'said', needs: 'read-record' },
      { path: 'enquiries', name: 'enquiries' },
      { path: 'correspondence', name: 'correspondence', needs: 'read-letters' },
    ],
  },
  {
    name: 'history', pages: [
      { path: 'briefings', name: 'briefings', needs: 'read-record' },
      { path: 'changes', name: 'changes', needs: 'read-record' },
      { path: 'timeline', name: 'timeline', needs: 'read-record' },
      { path: 'dossier', name: 'dossier', needs: 'read-record' },
      { path: 'comments', name: 'comments' },
    ],
  },
];

/** Which page an address shows: the part after the incident, without what lies below it. */
export function pageAt(pathname: string): string {
  return pathname.split('/')[3] ?? '';
}
