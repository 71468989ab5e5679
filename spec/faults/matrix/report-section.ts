import { readFile, writeFile } from 'node:fs/promises';
import prettier from 'prettier';

const page = new URL('../../../../docs/reliability.md', import.meta.url);

/** Replaces what stands between the marks of this name in docs/reliability.md. */
export async function rewriteSection(name: string, rewrite: (former: string) => string): Promise<void> {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const text = await readFile(page, 'utf8');
  const [before, rest] = text.split(begin);
  const [former, after] = rest?.split(end) ?? [];
  if (former === undefined || after === undefined) throw new Error(`${page.pathname} has no marks "${name}"`);
  const whole = [before, begin, '\n\n', rewrite(former), end, after].join('');
  const options = await prettier.resolveConfig(page);
  await writeFile(page, await prettier.format(whole, { ...options, parser: 'markdown' }));
}

/** A table, from its headings on. */
export function markdownTable([columns = [], ...rows]: readonly (readonly string[])[]): string {
  const lines = [columns, columns.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

/** The rows of the table in a text, without its headings. */
export function rowsOf(text: string): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
