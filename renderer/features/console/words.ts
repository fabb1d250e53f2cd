/** A command line as words, as a shell reads it: blanks part them, quotes and backslashes keep them together. */

/** A word and where it stands in the line. `open` is a quote that is not closed yet. */
export interface Word {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly open?: string;
}

/** The words of a line. */
export function wordsOf(line: string): readonly Word[] {
  const words: Word[] = [];
  let i = 0;
  while (i < line.length) {
    if (/\s/.test(line[i] as string)) {
      i++;
      continue;
    }
    const from = i;
    let text = '';
    let quote = '';
    for (; i < line.length; i++) {
      const c = line[i] as string;
      if (quote) {
        if (c === quote) quote = '';
        else if (c === '\\' && quote === '"' && /["\\$`]/.test(line[i + 1] ?? '')) text += line[++i];
        else text += c;
      } else if (c === '"' || c === "'") quote = c;
      else if (c === '\\' && i + 1 < line.length) text += line[++i];
      else if (/\s/.test(c)) break;
      else text += c;
    }
    words.push({ text, from, to: i, ...(quote && { open: quote }) });
  }
  return words;
}
