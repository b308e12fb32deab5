import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { part as first } from './en/first';
import { part as rest } from './en/rest';

const source = join(__dirname, '..');

const trees = new Map<string, ts.SourceFile>();

function read(name: string): ts.SourceFile {
  const tree = trees.get(name) ?? ts.createSourceFile(name, readFileSync(name, 'utf8'), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  trees.set(name, tree);
  return tree;
}

function resolve(from: string, module: string): string | undefined {
  const base = module.startsWith('@/') ? join(source, module.slice(2)) : module.startsWith('.') ? join(dirname(from), module) : '';
  return base ? ['', '.ts', '.tsx', '/index.ts'].map((end) => base + end).find((each) => existsSync(each) && statSync(each).isFile()) : undefined;
}

/** Everything that is loaded together with these files; what they load later, when it is needed, is not followed. */
function together(...names: string[]): string[] {
  const found = new Set<string>();
  const follow = (name: string): void => {
    if (found.has(name) || !/\.tsx?$/.test(name)) return;
    found.add(name);
    for (const each of read(name).statements) {
      if (!ts.isImportDeclaration(each) || each.importClause?.isTypeOnly) continue;
      const next = resolve(name, (each.moduleSpecifier as ts.StringLiteral).text);
      if (next) follow(next);
    }
  };
  names.forEach((name) => follow(join(source, name)));
  return [...found];
}

/** The nouns whose words a file names: `t('clocks.what')` and `t(`clocks.kinds.${kind}`)`. */
function nouns(name: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const text = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) ? node.text : '';
    const noun = /^(\w+)\./.exec(text)?.[1];
    if (noun && (noun in first || noun in rest)) found.push(noun);
    ts.forEachChild(node, visit);
  };
  visit(read(name));
  return found;
}

it('the first page finds every word among those that are loaded before it', () => {
  const files = together('main.tsx', 'features/clocks/ClocksPage.tsx');
  const later = files.flatMap((name) => nouns(name).filter((noun) => noun in rest).map((noun) => `${relative(source, name)}: ${noun}`));
  expect(files.length).toBeGreaterThan(30);
  expect(later).toEqual([]);
});

it('nothing is loaded before the first page that it does not say', () => {
  const said = new Set(together('main.tsx', 'features/clocks/ClocksPage.tsx').flatMap(nouns));
  expect(Object.keys(first).filter((noun) => !said.has(noun))).toEqual([]);
});

it('whatever the first page opens later brings the rest of the words with it', () => {
  const alone: string[] = [];
  const opened = new Set<string>();
  for (const name of together('main.tsx', 'features/clocks/ClocksPage.tsx')) {
    const visit = (node: ts.Node, waits: boolean): void => {
      const within = waits || (ts.isCallExpression(node) && node.expression.getText() === 'withWords');
      if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && node.arguments[0] && ts.isStringLiteral(node.arguments[0])) {
        const next = resolve(name, node.arguments[0].text)!;
        opened.add(next);
        const wants = together(relative(source, next)).flatMap(nouns).some((noun) => noun in rest);
        if (wants && !within) alone.push(`${relative(source, name)} opens ${relative(source, next)}`);
      }
      ts.forEachChild(node, (each) => visit(each, within));
    };
    visit(read(name), false);
  }
  expect(opened.size).toBeGreaterThan(30);
  expect(alone).toEqual([]);
}, 30_000);

it.each(['en', 'fr', 'es', 'ar'])('every file of words in %s belongs to the first part or to the rest, never to both', async (language) => {
  const files = readdirSync(join(__dirname, language)).filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5));
  const parts = await Promise.all([import(`./${language}/first.ts`), import(`./${language}/rest.ts`)]) as { part: object }[];
  expect(parts.flatMap((each) => Object.keys(each.part)).sort()).toEqual(files.sort());
});
