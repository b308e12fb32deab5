import adaptations from './adaptations.json';
import proposals from './proposals.json';
import worklists from './worklists.json';

export const part = { adaptations, proposals, worklists };
