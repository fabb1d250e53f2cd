/**
 * Columns that are as wide as what stands in them, as Go's text/tabwriter makes them: a column is a run of lines that each
 * have a cell there, ended by a tab. kubectl prints everything through it.
 */

/** How wide at least, and how far apart. */
export interface Spacing {
  readonly least: number;
  readonly padding: number;
}

/** What `kubectl get` uses, and what `kubectl describe` uses. */
export const TABLE: Spacing = { least: 6, padding: 3 };
export const DESCRIPTION: Spacing = { least: 0, padding: 2 };

/** Lines whose cells are separated by tabs, aligned. Without spaces at their ends. */
export function align(lines: readonly string[], spacing: Spacing): readonly string[] {
  const cells = lines.map((l) => l.split('\t'));
  const out: string[] = [];
  format(cells, 0, cells.length, [], spacing, out);
  return out;
}

function format(
  cells: readonly (readonly string[])[],
  from: number,
  to: number,
  widths: readonly number[],
  spacing: Spacing,
  out: string[],
): void {
  const column = widths.length;
  let written = from;
  for (let i = from; i < to; i++) {
    if (column >= (cells[i] as readonly string[]).length - 1) continue;
    write(cells, written, i, widths, out);
    let end = i;
    let width = spacing.least;
    for (; end < to; end++) {
      const line = cells[end] as readonly string[];
      if (column >= line.length - 1) break;
      width = Math.max(width, lengthOf(line[column] as string) + spacing.padding);
    }
    format(cells, i, end, [...widths, width], spacing, out);
    written = end;
    i = end - 1;
  }
  write(cells, written, to, widths, out);
}

function write(cells: readonly (readonly string[])[], from: number, to: number, widths: readonly number[], out: string[]): void {
  for (let i = from; i < to; i++)
    out.push(
      (cells[i] as readonly string[])
        .map((c, j) => c + ' '.repeat(Math.max(0, (widths[j] ?? 0) - lengthOf(c))))
        .join('')
        .trimEnd(),
    );
}

const lengthOf = (text: string) => [...text].length;
