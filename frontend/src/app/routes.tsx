import { createBrowserRouter } from 'react-router';
import { SessionGate } from '@/features/session/SessionGate';
import { Frame } from './Frame';
import { NotFound, RouteCrash } from './RouteCrash';

// Each page is loaded when it is first opened; its module exports the page as `Component`.
export const router = createBrowserRouter([
  {
    path: '/invitation',
    errorElement: <RouteCrash />,
    lazy: () => import('@/features/session/InvitationPage'),
  },
  {
    element: <SessionGate><Frame /></SessionGate>,
    errorElement: <RouteCrash />,
    children: [
      {
        errorElement: <RouteCrash />,
        children: [
          { path: '/', lazy: () => import('@/features/clocks/ClocksPage') },
          { path: '/incidents', lazy: () => import('@/features/incidents/IncidentsPage') },
          { path: '/incidents/new', lazy: () => import('@/features/incidents/NewIncidentPage') },
          {
            path: '/incidents/:id',
            lazy: () => import('@/features/incidents/IncidentPage'),
            children: [
              { index: true, lazy: () => import('@/features/incidents/OverviewTab') },
              { path: 'facts', lazy: () => import('@/features/facts/FactsTab') },
              { path: 'questions', lazy: () => import('@/features/questions/QuestionsTab') },
              { path: 'risk', lazy: () => import('@/features/risk/RiskTab') },
              { path: 'parties', lazy: () => import('@/features/parties/PartiesTab') },
              { path: 'people', lazy: () => import('@/features/people/PeopleTab') },
              { path: 'contact', lazy: () => import('@/features/contact/SafeContactTab') },
              { path: 'decisions', lazy: () => import('@/features/decisions/DecisionsTab') },
              { path: 'decisions/:determination', lazy: () => import('@/features/decisions/DeterminationPage') },
              { path: 'tasks', lazy: () => import('@/features/incidents/TasksTab') },
              { path: 'closing', lazy: () => import('@/features/closing/ClosingPage') },
              { path: 'telling', lazy: () => import('@/features/dispatches/TellPage') },
              { path: 'adaptations', lazy: () => import('@/features/adaptations/AdaptationsPage') },
              { path: 'societies', lazy: () => import('@/features/incidents/SocietiesTab') },
              { path: 'statements', lazy: () => import('@/features/incidents/StatementsTab') },
              { path: 'briefings', lazy: () => import('@/features/briefings/BriefingsTab') },
              { path: 'approvals', lazy: () => import('@/features/approvals/ApprovalsPage') },
              { path: 'translations', lazy: () => import('@/features/translations/TranslationsPage') },
              { path: 'translations/:piece/:language', lazy: () => import('@/features/translations/TranslationPage') },
              { path: 'enquiries', lazy: () => import('@/features/enquiries/EnquiriesPage') },
              { path: 'worklists', lazy: () => import('@/features/worklists/WorklistsPage') },
              { path: 'worklists/:list', lazy: () => import('@/features/worklists/WorklistPage') },
              { path: 'broadcasts', lazy: () => import('@/features/broadcasts/BroadcastsPage') },
              { path: 'changes', lazy: () => import('@/features/differences/DifferencePage') },
              { path: 'changes/known', lazy: () => import('@/features/known/KnownPage') },
              { path: 'said', lazy: () => import('@/features/wording/SaidPage') },
              { path: 'timeline', lazy: () => import('@/features/timeline/TimelineTab') },
              { path: 'comments', lazy: () => import('@/features/comments/CommentsPage') },
            ],
          },
          {
            path: '/laws',
            lazy: () => import('@/features/laws/LawsFrame'),
            children: [
              { index: true, lazy: () => import('@/features/laws/CountryPage') },
              { path: 'deadlines', lazy: () => import('@/features/laws/DeadlinesPage') },
              { path: 'map', lazy: () => import('@/features/laws/MapPage') },
              { path: 'changes', lazy: () => import('@/features/laws/ChangesPage') },
              { path: 'all', lazy: () => import('@/features/laws/LawsPage') },
              { path: 'risk', lazy: () => import('@/features/laws/RiskRulesPage') },
            ],
          },
          { path: '/laws/:id', lazy: () => import('@/features/laws/LawPage') },
          { path: '/agreements', lazy: () => import('@/features/agreements/AgreementsPage') },
          { path: '/agreements/new', lazy: () => import('@/features/agreements/EditAgreementPage') },
          { path: '/agreements/:id', lazy: () => import('@/features/agreements/AgreementPage') },
          { path: '/agreements/:id/edit', lazy: () => import('@/features/agreements/EditAgreementPage') },
          { path: '/authorities', lazy: () => import('@/features/filings/AuthoritiesPage') },
          { path: '/filings/:obligation', lazy: () => import('@/features/filings/FilingPage') },
          { path: '/settings', lazy: () => import('@/features/settings/SettingsPage') },
          { path: '/settings/users', lazy: () => import('@/features/users/UsersPage') },
          { path: '/search', lazy: () => import('@/features/search/SearchPage') },
          { path: '/societies', lazy: () => import('@/features/societies/SocietiesPage') },
          { path: '/societies/:id', lazy: () => import('@/features/societies/OrganisationPage') },
          { path: '/tasks', lazy: () => import('@/features/tasks/MyTasksPage') },
          { path: '/outbox', lazy: () => import('@/features/outbox/OutboxPage') },
          { path: '/words', lazy: () => import('@/features/words/WordsPage') },
          { path: '*', element: <NotFound /> },
        ],
      },
    ],
  },
]);
