import common from './common.json';
import frame from './frame.json';

export const ar = { common, frame };
