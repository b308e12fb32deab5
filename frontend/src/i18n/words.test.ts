import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

const source = join(__dirname, '..');

function files(): string[] {
  return (readdirSync(source, { recursive: true }) as string[]).filter((name) => name.endsWith('.tsx') && !name.includes('.test.') && !name.startsWith('testing'));
}

const spoken = new Set(['title', 'label', 'placeholder', 'description', 'aria-label', 'alt']);

/** Words between tags, and in attributes that are read, that did not come through the dictionary. */
function bareWords(name: string): string[] {
  const text = readFileSync(join(source, name), 'utf8');
  const tree = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && /\p{L}{2,}/u.test(node.text)) found.push(`${name}: ${node.text.trim()}`);
    if (ts.isJsxAttribute(node) && spoken.has(node.name.getText()) && node.initializer && ts.isStringLiteral(node.initializer) && /\p{L}{2,}/u.test(node.initializer.text)) {
      found.push(`${name}: ${node.initializer.text}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

it('no page has words that a translator cannot reach', () => {
  // UTC is a name in every language.
  const bare = files().flatMap(bareWords).filter((each) => !/: \(?UTC\)?$/.test(each));
  expect(bare).toEqual([]);
});

it.each(['ar', 'fr', 'es'])('every word of %s stands at a key that English has, with the same places to fill', async (language) => {
  const { en } = await import('./en');
  const other = (await { ar: () => import('./ar'), fr: () => import('./fr'), es: () => import('./es') }[language]!()) as Record<string, object>;
  const leaves = (tree: object, at = ''): [string, string][] => Object.entries(tree).flatMap(([key, value]): [string, string][] => (typeof value === 'object' ? leaves(value as object, `${at}${key}.`) : [[`${at}${key}`, String(value)]]));
  const english = new Map(leaves(en));
  const strip = (key: string) => key.replace(/_(zero|two|few|many)$/, '_other');
  const marks = (words: string) => [...new Set(words.match(/\{\{\w+\}\}/g) ?? [])].sort().join(' ');
  const all = leaves(other[language]!);
  expect(all.filter(([key]) => !english.has(strip(key))).map(([key]) => key)).toEqual([]);
  expect(all.filter(([key, words]) => marks(words) !== marks(english.get(strip(key))!)).map(([key]) => key)).toEqual([]);
});

/** Keys that one object of a JSON file has twice: the later silently takes the place of the first. */
function doubled(name: string, text: string): string[] {
  const tree = ts.parseJsonText(name, text);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const keys = node.properties.map((each) => each.name!.getText(tree));
      found.push(...keys.filter((key, n) => keys.indexOf(key) !== n).map((key) => `${name}: ${key}`));
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

it('no dictionary says two things under one key', () => {
  expect(doubled('planted', '{"a": {"b": "one", "c": "", "b": "two"}}')).toEqual(['planted: "b"']);
  const all = (readdirSync(__dirname, { recursive: true }) as string[]).filter((name) => name.endsWith('.json'));
  expect(all.length).toBeGreaterThan(30);
  expect(all.flatMap((name) => doubled(name, readFileSync(join(__dirname, name), 'utf8')))).toEqual([]);
});
