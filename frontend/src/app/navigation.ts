import type { IconName } from '@/components/Icon';

export type Place = {
  to: string;
  label: 'frame.clocks' | 'frame.incidents' | 'frame.societies' | 'frame.laws' | 'frame.words' | 'frame.outbox' | 'frame.settings';
  icon: IconName;
  /** Pressed after `g`, goes there. */
  key: string;
  /** Has its own place in the bottom bar of a telephone; the others are under "More". */
  first?: boolean;
};

export const places: Place[] = [
  { to: '/', label: 'frame.clocks', icon: 'clock', key: 'c', first: true },
  { to: '/incidents', label: 'frame.incidents', icon: 'incident', key: 'i', first: true },
  { to: '/societies', label: 'frame.societies', icon: 'society', key: 's', first: true },
  { to: '/laws', label: 'frame.laws', icon: 'law', key: 'l', first: true },
  { to: '/words', label: 'frame.words', icon: 'words', key: 'w' },
  { to: '/outbox', label: 'frame.outbox', icon: 'outbox', key: 'o' },
  { to: '/settings', label: 'frame.settings', icon: 'settings', key: 'e' },
];
