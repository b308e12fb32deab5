import adaptations from './adaptations.json';
import common from './common.json';
import frame from './frame.json';
import proposals from './proposals.json';
import worklists from './worklists.json';

// What a society's focal point works with; the rest falls back to English.
export const fr = { adaptations, common, frame, proposals, worklists };
