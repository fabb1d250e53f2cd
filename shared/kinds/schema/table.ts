/** The compact tables beside this file: one line a type, its facts separated by spaces. */

/** Reads 'Type fact fact' lines. */
export function rows(text: string): ReadonlyMap<string, readonly string[]> {
  const table = new Map<string, readonly string[]>();
  for (const line of text.trim().split('\n')) {
    const [type, ...facts] = line.split(' ');
    table.set(type as string, facts);
  }
  return table;
}

/** Reads 'Name: value, value' lines; '' stands for the empty text. */
export function values(text: string): ReadonlyMap<string, readonly string[]> {
  const table = new Map<string, readonly string[]>();
  for (const line of text.trim().split('\n')) {
    const colon = line.indexOf(': ');
    table.set(
      line.slice(0, colon),
      line
        .slice(colon + 2)
        .split(', ')
        .map((v) => (v === "''" ? '' : v)),
    );
  }
  return table;
}
