/**
 * Cuts a file into its documents, as kubectl does: at lines that begin with '---', whatever is wrong between them. JSON
 * values may follow each other without any mark.
 */

/** A document's own text. */
export interface Piece {
  readonly text: string;
  /** Lines of the file before it. */
  readonly linesBefore: number;
  /** Comments that stood before it between marks of their own, '' where there were none. */
  readonly heading: string;
}

const MARK = /^(?:---|\.\.\.)(?:[ \t].*)?$/;

/** The documents of a file that hold anything. */
export function pieces(file: string): readonly Piece[] {
  const text = file.startsWith('\uFEFF') ? file.slice(1) : file;
  return (/^\s*[{[]/.test(text) && jsonPieces(text)) || yamlPieces(text);
}

function yamlPieces(text: string): readonly Piece[] {
  const found: Piece[] = [];
  const lines = text.split('\n');
  let from = 0;
  let heading = '';
  const cut = (to: number) => {
    const own = lines.slice(from, to).map((l) => (l.endsWith('\r') ? l.slice(0, -1) : l));
    if (own.some((l) => /^\s*[^#%\s]/.test(l) || /^\s+%/.test(l))) {
      found.push({ text: own.join('\n'), linesBefore: from, heading });
      heading = '';
    } else
      heading += own
        .filter((l) => l.startsWith('#'))
        .map((l) => `${l}\n`)
        .join('');
    from = to + 1;
  };
  lines.forEach((line, i) => {
    if (line.charCodeAt(0) !== 45 && line.charCodeAt(0) !== 46) return;
    const bare = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (!MARK.test(bare)) return;
    cut(i);
    // what stands behind the mark belongs to the document that it begins
    const rest = bare.slice(3).trim();
    if (bare.startsWith('---') && rest && !rest.startsWith('#')) {
      lines[i] = `   ${bare.slice(3)}`;
      from = i;
    }
  });
  cut(lines.length);
  return found;
}

/** Several JSON values one after the other; undefined where there is but one, or something else between them. */
function jsonPieces(text: string): readonly Piece[] | undefined {
  const found: Piece[] = [];
  let depth = 0;
  let start = -1;
  let inString = false;
  let line = 0;
  let startLine = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (c === '\n') line++;
    if (inString) {
      if (c === '\\') i++;
      else if (c === '"') inString = false;
    } else if (c === '"') inString = true;
    else if (c === '{' || c === '[') {
      if (depth++ === 0) {
        start = i;
        startLine = line;
      }
    } else if (c === '}' || c === ']') {
      if (--depth === 0) found.push({ text: text.slice(start, i + 1), linesBefore: startLine, heading: '' });
    } else if (depth === 0 && /\S/.test(c)) return undefined;
  }
  return depth === 0 && found.length > 1 ? found : undefined;
}
