import { stripVTControlCharacters, styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Colours a text where a person reads it, and leaves it as it is where a program does. */
export function colour(style: Style, text: string): string {
  return process.stdout.isTTY && !process.env.NO_COLOR ? styleText(style, text) : text;
}

export function printLine(text = ''): void {
  process.stdout.write(`${text}\n`);
}

/** Prints rows in aligned columns, with a heading above each. */
export function printTable(headings: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => fit(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  printLine(colour('bold', line(headings)));
  for (const row of rows) printLine(line(row));
}

/** A text of exactly this width, not counting colours: filled with spaces, or shortened. */
export function fit(text: string, width: number): string {
  const { length } = stripVTControlCharacters(text);
  return length > width ? `${text.slice(0, width - 1)}…` : text + ' '.repeat(width - length);
}

/** The time of day, to the millisecond. */
export function timeOfDay(): string {
  return new Date().toISOString().slice(11, 23);
}
