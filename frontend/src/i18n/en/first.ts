import clocks from './clocks.json';
import common from './common.json';
import frame from './frame.json';
import incidents from './incidents.json';
import session from './session.json';

// What the frame, the sign-in and the first page say: there before anything is shown. One file per noun, the same nouns as the folders in features.
// A word that is wanted here and stands in rest.ts is found by first.test.ts.
export const part = { clocks, common, frame, incidents, session };
