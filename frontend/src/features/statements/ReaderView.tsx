import { List, Stack, Text, Title } from '@mantine/core';

/** The words as they stand on the public page: paragraphs, headings and lists, never markup. */
export function ReaderView({ language, title, body }: { language: string; title: string; body: string }) {
  const blocks = body.split(/\n\s*\n/).map((each) => each.trim()).filter(Boolean);
  return (
    <Stack gap="sm" lang={language} dir={language === 'ar' ? 'rtl' : 'ltr'} maw={640}>
      {title && <Title order={3} fz="xl">{title}</Title>}
      {blocks.map((block, n) => {
        const lines = block.split('\n');
        if (block.startsWith('## ')) return <Title key={n} order={4}>{block.slice(3)}</Title>;
        if (lines.every((line) => line.startsWith('- '))) return <List key={n}>{lines.map((line) => <List.Item key={line}>{bold(line.slice(2))}</List.Item>)}</List>;
        return <Text key={n} lh={1.6}>{bold(lines.join(' '))}</Text>;
      })}
    </Stack>
  );
}

/** **Words** between double stars are bold, as the server writes them; a star without its pair stays. */
function bold(text: string) {
  const parts = text.split('**');
  if (parts.length < 3 || parts.length % 2 === 0) return text;
  return parts.map((part, n) => (n % 2 === 1 ? <b key={n}>{part}</b> : part));
}
