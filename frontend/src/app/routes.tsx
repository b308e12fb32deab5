import { createBrowserRouter } from 'react-router';
import { SessionGate } from '@/features/session/SessionGate';
import { withWords } from '@/i18n';
import { Frame } from './Frame';
import { NotFound, RouteCrash } from './RouteCrash';

// Each page is loaded when it is first opened; its module exports the page as `Component`. The words of the first page are there already, those of
// all others come together with the page.
export const router = createBrowserRouter([
  {
    path: '/invitation',
    errorElement: <RouteCrash />,
    lazy: withWords(() => import('@/features/session/InvitationPage')),
  },
  {
    element: <SessionGate><Frame /></SessionGate>,
    errorElement: <RouteCrash />,
    children: [
      {
        errorElement: <RouteCrash />,
        children: [
          { path: '/', lazy: () => import('@/features/clocks/ClocksPage') },
          { path: '/incidents', lazy: withWords(() => import('@/features/incidents/IncidentsPage')) },
          { path: '/incidents/new', lazy: withWords(() => import('@/features/incidents/NewIncidentPage')) },
          {
            path: '/incidents/:id',
            lazy: withWords(() => import('@/features/incidents/IncidentPage')),
            children: [
              { index: true, lazy: withWords(() => import('@/features/incidents/OverviewTab')) },
              { path: 'facts', lazy: withWords(() => import('@/features/facts/FactsTab')) },
              { path: 'questions', lazy: withWords(() => import('@/features/questions/QuestionsTab')) },
              { path: 'risk', lazy: withWords(() => import('@/features/risk/RiskTab')) },
              { path: 'parties', lazy: withWords(() => import('@/features/parties/PartiesTab')) },
              { path: 'people', lazy: withWords(() => import('@/features/people/PeopleTab')) },
              { path: 'contact', lazy: withWords(() => import('@/features/contact/SafeContactTab')) },
              { path: 'decisions', lazy: withWords(() => import('@/features/decisions/DecisionsTab')) },
              { path: 'decisions/:determination', lazy: withWords(() => import('@/features/decisions/DeterminationPage')) },
              { path: 'tasks', lazy: withWords(() => import('@/features/incidents/TasksTab')) },
              { path: 'closing', lazy: withWords(() => import('@/features/closing/ClosingPage')) },
              { path: 'telling', lazy: withWords(() => import('@/features/dispatches/TellPage')) },
              { path: 'adaptations', lazy: withWords(() => import('@/features/adaptations/AdaptationsPage')) },
              { path: 'societies', lazy: withWords(() => import('@/features/incidents/SocietiesTab')) },
              { path: 'statements', lazy: withWords(() => import('@/features/incidents/StatementsTab')) },
              { path: 'words', lazy: withWords(() => import('@/features/printed/WordsPage')) },
              { path: 'words/new', lazy: withWords(() => import('@/features/printed/NewPrintedPage')) },
              { path: 'words/:text', lazy: withWords(() => import('@/features/printed/PrintedPage')) },
              { path: 'briefings', lazy: withWords(() => import('@/features/briefings/BriefingsTab')) },
              { path: 'approvals', lazy: withWords(() => import('@/features/approvals/ApprovalsPage')) },
              { path: 'translations', lazy: withWords(() => import('@/features/translations/TranslationsPage')) },
              { path: 'translations/:piece/:language', lazy: withWords(() => import('@/features/translations/TranslationPage')) },
              { path: 'enquiries', lazy: withWords(() => import('@/features/enquiries/EnquiriesPage')) },
              { path: 'worklists', lazy: withWords(() => import('@/features/worklists/WorklistsPage')) },
              { path: 'worklists/:list', lazy: withWords(() => import('@/features/worklists/WorklistPage')) },
              { path: 'broadcasts', lazy: withWords(() => import('@/features/broadcasts/BroadcastsPage')) },
              { path: 'changes', lazy: withWords(() => import('@/features/differences/DifferencePage')) },
              { path: 'changes/known', lazy: withWords(() => import('@/features/known/KnownPage')) },
              { path: 'said', lazy: withWords(() => import('@/features/wording/SaidPage')) },
              { path: 'dossier', lazy: withWords(() => import('@/features/dossiers/DossierPage')) },
              { path: 'timeline', lazy: withWords(() => import('@/features/timeline/TimelineTab')) },
              { path: 'correspondence', lazy: withWords(() => import('@/features/correspondence/CorrespondencePage')) },
              { path: 'correspondence/:thread', lazy: withWords(() => import('@/features/correspondence/ThreadPage')) },
              { path: 'comments', lazy: withWords(() => import('@/features/comments/CommentsPage')) },
            ],
          },
          {
            path: '/laws',
            lazy: withWords(() => import('@/features/laws/LawsFrame')),
            children: [
              { index: true, lazy: withWords(() => import('@/features/laws/CountryPage')) },
              { path: 'deadlines', lazy: withWords(() => import('@/features/laws/DeadlinesPage')) },
              { path: 'map', lazy: withWords(() => import('@/features/laws/MapPage')) },
              { path: 'changes', lazy: withWords(() => import('@/features/laws/ChangesPage')) },
              { path: 'all', lazy: withWords(() => import('@/features/laws/LawsPage')) },
              { path: 'risk', lazy: withWords(() => import('@/features/laws/RiskRulesPage')) },
            ],
          },
          { path: '/laws/:id', lazy: withWords(() => import('@/features/laws/LawPage')) },
          { path: '/agreements', lazy: withWords(() => import('@/features/agreements/AgreementsPage')) },
          { path: '/agreements/new', lazy: withWords(() => import('@/features/agreements/EditAgreementPage')) },
          { path: '/agreements/:id', lazy: withWords(() => import('@/features/agreements/AgreementPage')) },
          { path: '/agreements/:id/edit', lazy: withWords(() => import('@/features/agreements/EditAgreementPage')) },
          { path: '/authorities', lazy: withWords(() => import('@/features/filings/AuthoritiesPage')) },
          { path: '/filings/:obligation', lazy: withWords(() => import('@/features/filings/FilingPage')) },
          { path: '/settings', lazy: withWords(() => import('@/features/settings/SettingsPage')) },
          { path: '/settings/users', lazy: withWords(() => import('@/features/users/UsersPage')) },
          { path: '/search', lazy: withWords(() => import('@/features/search/SearchPage')) },
          { path: '/societies', lazy: withWords(() => import('@/features/societies/SocietiesPage')) },
          { path: '/societies/:id', lazy: withWords(() => import('@/features/societies/OrganisationPage')) },
          { path: '/tasks', lazy: withWords(() => import('@/features/tasks/MyTasksPage')) },
          { path: '/register', lazy: withWords(() => import('@/features/register/RegisterPage')) },
          { path: '/outbox', lazy: withWords(() => import('@/features/outbox/OutboxPage')) },
          { path: '/words', lazy: withWords(() => import('@/features/words/WordsPage')) },
          { path: '*', element: <NotFound /> },
        ],
      },
    ],
  },
]);
