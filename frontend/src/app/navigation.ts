import type { IconName } from '@/components/Icon';

export type Place = {
  to: string;
  label: 'frame.clocks' | 'frame.incidents' | 'frame.societies' | 'frame.laws' | 'frame.agreements' | 'frame.authorities' | 'frame.words' | 'frame.register' | 'frame.outbox' | 'frame.settings';
  icon: IconName;
  /** Pressed after `g`, goes there. */
  key: string;
  /** Shown only to those who hold this right. */
  right?: string;
  /** Has its own place in the bottom bar of a telephone; the others are under "More". */
  first?: boolean;
};

export const places: Place[] = [
  { to: '/', right: 'read-incidents', label: 'frame.clocks', icon: 'clock', key: 'c', first: true },
  { to: '/incidents', right: 'read-incidents', label: 'frame.incidents', icon: 'incident', key: 'i', first: true },
  { to: '/societies', right: 'read-directory', label: 'frame.societies', icon: 'society', key: 's', first: true },
  { to: '/laws', right: 'read-directory', label: 'frame.laws', icon: 'law', key: 'l', first: true },
  { to: '/agreements', right: 'read-agreements', label: 'frame.agreements', icon: 'document', key: 'a' },
  { to: '/authorities', right: 'read-directory', label: 'frame.authorities', icon: 'flag', key: 'u' },
  { to: '/register', right: 'read-record', label: 'frame.register', icon: 'document', key: 'r' },
  { to: '/words', right: 'read-incidents', label: 'frame.words', icon: 'words', key: 'w' },
  { to: '/outbox', right: 'read-outbox', label: 'frame.outbox', icon: 'outbox', key: 'o' },
  { to: '/settings', label: 'frame.settings', icon: 'settings', key: 'e' },
];

/** The places this reader may open, in order. */
export function placesFor(can: (right: string) => boolean): Place[] {
  return places.filter((place) => !place.right || can(place.right));
}
