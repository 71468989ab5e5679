import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/** Writes a page for each row of the table of codes, so that the search finds it and an error has an address. */
export function writeErrorPages() {
  const folder = new URL('../errors/', import.meta.url);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const table = readFileSync(new URL('../errors.md', import.meta.url), 'utf8');
  for (const [, code, meaning, remedy] of table.matchAll(/^\| `([A-Z_]+)` +\| (.+?) +\| (.+?) +\|$/gm))
    writeFileSync(new URL(`${code}.md`, folder), pageOf(code, meaning, remedy));
}

function pageOf(code, meaning, remedy) {
  return `---
prev: false
next: false
---

# ${code}

${meaning}

**What to do:** ${remedy}

At the terminal, \`npx redis-triggers explain ${code}\` says the same. [All codes](../errors.md), and
[troubleshooting](../troubleshooting.md) by symptom.
`;
}
