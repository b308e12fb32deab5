import { createBrowserRouter } from 'react-router';
import { Frame } from './Frame';
import { NotFound, RouteCrash } from './RouteCrash';

// Each page is loaded when it is first opened; its module exports the page as `Component`.
export const router = createBrowserRouter([
  {
    element: <Frame />,
    errorElement: <RouteCrash />,
    children: [
      {
        errorElement: <RouteCrash />,
        children: [{ path: '*', element: <NotFound /> }],
      },
    ],
  },
]);
