import common from './common.json';
import frame from './frame.json';

export const part = { common, frame };
