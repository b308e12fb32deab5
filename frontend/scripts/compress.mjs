// Writes a .gz and a .br twin beside each text file of the build, so that the server compresses nothing while it serves,
// and checks the budget of the first page: 300 kB of compressed JavaScript.
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const budget = 300_000;
const sizes = new Map();

const manifest = JSON.parse(readFileSync(join(dist, '.manifest.json'), 'utf8'));
rmSync(join(dist, '.manifest.json'));

for (const entry of readdirSync(dist, { recursive: true })) {
  const path = join(dist, entry);
  // index.html gets a nonce on each request, so a compressed twin could never be served.
  if (!statSync(path).isFile() || !/\.(js|css|svg|json)$/.test(entry)) continue;
  const raw = readFileSync(path);
  const gz = gzipSync(raw, { level: 9 });
  writeFileSync(path + '.gz', gz);
  writeFileSync(path + '.br', brotliCompressSync(raw, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }));
  sizes.set(entry.replaceAll('\\', '/'), { raw: raw.length, gz: gz.length });
}

const kB = (bytes) => (bytes / 1000).toFixed(1).padStart(8) + ' kB';
for (const [name, size] of [...sizes].sort((a, b) => b[1].gz - a[1].gz).slice(0, 12)) {
  console.log(`${kB(size.raw)} ${kB(size.gz)} gzip  ${name}`);
}

// The first page is the frame with the clocks: everything that these two load, and what they load in turn.
const first = new Set();
const follow = (key) => {
  const chunk = manifest[key];
  if (!chunk || first.has(chunk.file)) return;
  if (chunk.file.endsWith('.js')) first.add(chunk.file);
  for (const next of chunk.imports ?? []) follow(next);
};
follow('index.html');
follow('src/features/clocks/ClocksPage.tsx');
// Its words are fetched before it is drawn, so they count.
follow('src/i18n/en/first.ts');
const total = [...first].reduce((sum, name) => sum + (sizes.get(name)?.gz ?? 0), 0);
console.log(`First page JavaScript: ${kB(total).trim()} gzip in ${first.size} files (limit ${budget / 1000} kB).`);
if (first.size < 2 || total > budget) {
  console.error('The first page is over its budget, or was not found: load more of it lazily.');
  process.exit(1);
}
