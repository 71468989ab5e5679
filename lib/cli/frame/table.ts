/** A column of a table: its heading, and at which side its cells are aligned. */
export interface Column {
  readonly heading: string;
  readonly align: 'left' | 'right';
}

/** What stands in a cell of which nothing is known. */
export const nothing = '–';

/**
 * An aligned table as text, with two spaces between columns and none at the ends of lines. `emphasize` is given the
 * line of headings.
 */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  emphasize = (headings: string): string => headings,
): string {
  const widths = columns.map(({ heading }, index) =>
    Math.max(...[heading, ...rows.map((row) => row[index] ?? '')].map(widthOf)),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align }, index) => pad(cells[index] ?? '', widths[index] ?? 0, align))
      .join('  ')
      .trimEnd();
  return [emphasize(line(columns.map(({ heading }) => heading))), ...rows.map(line)].join('\n');
}

/** A number for people: `4,310`. */
export function formatCount(count: number | undefined): string {
  return count === undefined ? nothing : count.toLocaleString('en-US');
}

function pad(text: string, width: number, align: Column['align']): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'right' ? space + text : text + space;
}

/** In characters, not in halves of them. */
function widthOf(text: string): number {
  return Array.from(text).length;
}
