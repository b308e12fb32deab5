import common from './common.json';
import frame from './frame.json';
import societies from './societies.json';
import session from './session.json';
import statements from './statements.json';

// One file per noun, the same nouns as the folders in features.
export const en = { common, frame, session, societies, statements };
