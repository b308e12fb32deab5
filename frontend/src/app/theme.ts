import { createTheme, type MantineColorsTuple } from '@mantine/core';

// One deep accent, used for what can be pressed and for "in time". Shade 8 carries white text at 8:1.
const ink: MantineColorsTuple = [
  '#eff5fa', '#dfe9f1', '#bcd1e2', '#94b7d2', '#719fc3', '#548ab4', '#3d76a3', '#2a628e', '#17507c', '#0d3c60',
];
// Mantine draws light surfaces from "gray" and dark ones from "dark"; both become slate.
const slate: MantineColorsTuple = [
  '#f8fafc', '#f1f5f9', '#e2e8f0', '#cbd5e1', '#a5b2c3', '#74839a', '#566479', '#475569', '#334155', '#1e293b',
];
const night: MantineColorsTuple = [
  '#dde5ee', '#b9c5d3', '#9aa8bb', '#73829a', '#3d4b60', '#2c394c', '#1c2634', '#131b27', '#0e151f', '#0a1018',
];

const system = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", "Noto Sans Thai", "Noto Sans Ethiopic", sans-serif';

export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: 8,
  colors: { ink, gray: slate, dark: night },
  black: '#16202d',
  fontFamily: system,
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "Noto Sans Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  lineHeights: { xs: '1.35', sm: '1.45', md: '1.55', lg: '1.55', xl: '1.5' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'md',
  headings: {
    fontFamily: system,
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.3' },
      h2: { fontSize: '1.125rem', lineHeight: '1.4' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.45' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300 } },
    Modal: { defaultProps: { centered: false, radius: 'lg', overlayProps: { backgroundOpacity: 0.45 } } },
    // The title of a yellow notice is ink on its tint; Mantine's own orange cannot be read on it.
    Alert: { styles: (_: unknown, props: { color?: string }) => (props.color === 'yellow' ? { title: { color: 'var(--c-soon-ink)' } } : {}) },
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'description', 'error', 'input'] } },
  },
});
