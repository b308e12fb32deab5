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
          { path: '/societies', lazy: () => import('@/features/societies/SocietiesPage') },
          { path: '/societies/:id', lazy: () => import('@/features/societies/OrganisationPage') },
          { path: '*', element: <NotFound /> },
        ],
      },
    ],
  },
]);
