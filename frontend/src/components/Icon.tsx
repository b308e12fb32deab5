// A small set of own line drawings on a 20-pixel grid. They are decoration: the word stands beside them, so readers skip them.
const paths = {
  clock: 'M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM10 6v4l2.6 1.8',
  incident: 'M10 3.2 17.4 16H2.6zM10 8v3.6M10 13.6v.2',
  society: 'M3 17h14M4.5 17V8.5L10 4l5.5 4.5V17M8 17v-4.5h4V17',
  law: 'M10 3v14M6 17h8M4 6h12M4 6l-2 5h4zM16 6l-2 5h4z',
  words: 'M4 4h12v9H9l-3.5 3v-3H4zM7 7.2h6M7 10h4',
  outbox: 'M3 11l2-7h10l2 7v5H3zM3 11h4l1 2h4l1-2h4',
  settings: 'M4 6h7M15 6h1M4 14h1M9 14h7M13 4.2v3.6M7 12.2v3.6M4 10h12',
  search: 'M8.8 3.5a5.3 5.3 0 1 1 0 10.6 5.3 5.3 0 0 1 0-10.6zM12.8 12.8 17 17',
  plus: 'M10 4v12M4 10h12',
  person: 'M10 3.5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM4 17c.4-3.4 2.8-5 6-5s5.6 1.6 6 5',
  people: 'M7.5 4.5a2.6 2.6 0 1 1 0 5.2 2.6 2.6 0 0 1 0-5.2zM2.5 16c.4-3 2.2-4.4 5-4.4s4.6 1.4 5 4.4M13 5a2.4 2.4 0 0 1 0 4.6M14.6 11.9c1.7.5 2.7 1.9 2.9 4.1',
  check: 'M4.5 10.5 8.3 14 15.5 6',
  late: 'M10 2.8l7 7.2-7 7.2L3 10zM10 6.8v4M10 12.9v.2',
  soon: 'M6 3h8M6 17h8M7 3c0 4 6 4.5 6 7s-6 3-6 7M13 3c0 4-6 4.5-6 7s6 3 6 7',
  stopped: 'M7 3h6l4 4v6l-4 4H7l-4-4V7zM7 10h6',
  none: 'M5 10h10',
  unknown: 'M7.4 7.4a2.7 2.7 0 1 1 3.6 2.5c-.7.3-1 .8-1 1.6v.3M10 14.4v.2',
  question: 'M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM8 8a2 2 0 1 1 2.7 1.9c-.5.2-.7.6-.7 1.2M10 13.3v.2',
  chevron: 'M8 5l5 5-5 5',
  down: 'M5 8l5 5 5-5',
  back: 'M12 5l-5 5 5 5',
  more: 'M4.5 10h.2M10 10h.2M15.5 10h.2',
  external: 'M11 4h5v5M16 4l-7 7M13 11v5H4V7h5',
  lock: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9',
  mail: 'M3 5h14v10H3zM3 6l7 5 7-5',
  phone: 'M5 3h3l1.2 3.5L7.5 8a9 9 0 0 0 4.5 4.5l1.5-1.7L17 12v3c0 1-1 2-2 2A12 12 0 0 1 3 5c0-1 1-2 2-2z',
  document: 'M5 3h7l3 3v11H5zM12 3v3h3M7.5 10h5M7.5 13h5',
  upload: 'M10 13V4M6.5 7.5 10 4l3.5 3.5M4 13v3h12v-3',
  download: 'M10 4v9M6.5 9.5 10 13l3.5-3.5M4 13v3h12v-3',
  columns: 'M4 4h12v12H4zM8 4v12M12 4v12',
  print: 'M6 7V3h8v4M6 14H3V7h14v7h-3M6 11.5h8V17H6z',
  globe: 'M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM3 10h14M10 3c4 4.5 4 9.5 0 14-4-4.5-4-9.5 0-14z',
  flag: 'M5 17V3.5h9.5L12.5 7l2 3.5H5',
  keyboard: 'M2.5 5.5h15v9h-15zM5.5 8.5h.2M8.5 8.5h.2M11.5 8.5h.2M14.5 8.5h.2M6.5 11.5h7',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round"
      strokeLinejoin="round" aria-hidden="true" focusable="false" className={mirrored.has(name) ? 'icon-mirrored' : undefined}>
      <path d={paths[name]} />
    </svg>
  );
}

// Arrows point the way the reading goes.
const mirrored = new Set<IconName>(['chevron', 'back', 'external']);
