/**
 * Selectors as a query or a command line writes them: 'app=web,tier in (a,b),!old' and 'metadata.name=web'.
 * Source: apimachinery's labels.Parse and fields.ParseSelector.
 */
import { invalid } from './errors.ts';
import { isQualifiedName, isValidLabelValue } from './names.ts';
import type { Operator, Requirement } from './selector.ts';

/** A text that is no selector, in Kubernetes' words. */
export class SelectorError extends Error {}

const OPERATORS: Readonly<Record<string, Operator>> = {
  in: 'In',
  notin: 'NotIn',
  '=': 'In',
  '==': 'In',
  '!=': 'NotIn',
  '>': 'Gt',
  '<': 'Lt',
};
const TOKEN = /\s*(?:(==|!=|[(),!=<>])|([^\s(),!=<>]+))/y;

/** Reads a label selector. Throws SelectorError. */
export function parseLabelSelector(text: string): readonly Requirement[] {
  const tokens = tokensOf(text);
  const requirements: Requirement[] = [];
  let at = 0;
  const peek = () => tokens[at] ?? '';
  const take = () => tokens[at++] ?? '';
  const isWord = (t: string) => t !== '' && !/^(?:==|!=|[(),!=<>])$/.test(t);
  const fail = (why: string): never => {
    throw new SelectorError(`unable to parse requirement: ${why}`);
  };

  function values(): readonly string[] {
    const open = take();
    if (open !== '(') fail(`found '${open}' expected: '('`);
    if (peek() !== ')' && peek() !== ',' && !isWord(peek())) fail(`found '${peek()}', expected: ',', ')' or identifier`);
    const found: string[] = [];
    for (;;) {
      const t = take();
      if (t === ')') {
        if (!found.length) found.push('');
        return found;
      }
      if (t === ',') {
        if (!found.length || peek() === ')') found.push('');
        continue;
      }
      if (!isWord(t)) fail(`found '${t}', expected: ',', or identifier`);
      found.push(t);
      if (peek() !== ',' && peek() !== ')') fail(`found '${peek()}', expected: ',' or ')'`);
    }
  }

  function requirement(): Requirement {
    const absent = peek() === '!';
    if (absent) take();
    const key = take();
    if (!isWord(key)) fail(`found '${key}', expected: identifier`);
    const wrong = isQualifiedName(key);
    if (wrong.length) fail(`key: Invalid value: ${JSON.stringify(key)}: ${wrong.join('; ')}`);
    if (absent) return { key, operator: 'DoesNotExist', values: [] };
    if (peek() === '' || peek() === ',') return { key, operator: 'Exists', values: [] };
    const word = take();
    const operator = Object.hasOwn(OPERATORS, word)
      ? (OPERATORS[word] as Operator)
      : fail(`found '${word}', expected: in, notin, =, ==, !=, gt, lt`);
    const list =
      word === 'in' || word === 'notin'
        ? values()
        : [isWord(peek()) ? take() : peek() === '' || peek() === ',' ? '' : fail(`found '${peek()}', expected: identifier`)];
    if ((operator === 'Gt' || operator === 'Lt') && !/^[+-]?\d+$/.test(list[0] as string))
      fail(`values[0]: Invalid value: ${JSON.stringify(list[0])}: for 'Gt', 'Lt' operators, the value must be an integer`);
    list.forEach((v, i) => {
      const bad = isValidLabelValue(v)[0];
      if (bad !== undefined) fail(`values[${i}][${key}]: ${invalid('', v, bad).detail}`);
    });
    return { key, operator, values: list };
  }

  while (at < tokens.length) {
    if (peek() !== '!' && !isWord(peek())) throw new SelectorError(`found '${peek()}', expected: !, identifier, or 'end of string'`);
    requirements.push(requirement());
    const t = take();
    if (t === '') break;
    if (t !== ',') throw new SelectorError(`found '${t}', expected: ',' or 'end of string'`);
    if (peek() !== '!' && !isWord(peek())) throw new SelectorError(`found '${peek()}', expected: identifier after ','`);
  }
  return requirements;
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let m = TOKEN.exec(text); m; m = TOKEN.exec(text)) tokens.push((m[1] ?? m[2]) as string);
  return tokens;
}

/** One term of a field selector. */
export interface FieldTerm {
  readonly field: string;
  readonly value: string;
  readonly equal: boolean;
}

/** Reads a field selector. Throws SelectorError. A backslash takes the meaning from a comma, an equals sign and itself. */
export function parseFieldSelector(text: string): readonly FieldTerm[] {
  return text
    .split(/(?<!\\),/)
    .filter((t) => t !== '')
    .map((term) => {
      const m = /^((?:\\.|[^\\=!]|!(?!=))*)(!=|==|=)((?:\\.|[^\\])*)$/s.exec(term);
      if (!m) throw new SelectorError(`invalid selector: '${text}'; can't understand '${term}'`);
      return { field: m[1] as string, equal: m[2] !== '!=', value: (m[3] as string).replace(/\\([\\,=])/g, '$1') };
    });
}
