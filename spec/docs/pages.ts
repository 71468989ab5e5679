import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';

const root = new URL('../../../', import.meta.url);

/** The text of a file of this repository. */
export function readText(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

export function writeText(path: string, text: string): void {
  writeFileSync(new URL(path, root), text);
}

/** Every page for readers, by its path. */
export const pages: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'examples/README.md',
  // A page for each code is made for the site.
  ...globSync('docs/**/*.md', { cwd: fileURLToPath(root), ignore: 'docs/errors/**' }).sort(),
];

/** The headings of a page with their level and without their formatting, outside code blocks. */
export function headingsOf(page: string): { level: number; text: string }[] {
  const text = page.replace(/^```[\s\S]*?^```$/gm, '');
  return [...text.matchAll(/^(#+) (.+)$/gm)].map(([, marks = '', heading = '']) => ({
    level: marks.length,
    text: heading,
  }));
}

/** The part of a page under a heading, up to the next heading of any level. */
export function sectionOf(page: string, heading: string): string {
  const [, after = ''] = page.split(new RegExp(`^#+ ${heading}$`, 'm'));
  return after.split(/^#+ /m)[0] ?? '';
}

/** The rows of the tables in a text, without headings and rules, each as its cells. */
export function tableRows(text: string): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  const rows = lines.map((line) => line.split(/(?<!\\)\|/).slice(1, -1));
  const rules = rows.map((cells) => cells.every((cell) => /^ *:?-+:? *$/.test(cell)));
  return rows
    .filter((_, index) => !rules[index] && !rules[index + 1])
    .map((cells) => cells.map((cell) => cell.trim().replaceAll('\\|', '|')));
}

/** The texts between backticks. */
export function codeIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}
