/** From a text to what can be evaluated, or to what is wrong with it as cel-go shows it. Source: cel-go's common/errors. */
import { checkExpression } from './check.ts';
import type { Chosen } from './evaluate.ts';
import { parseExpression } from './parser.ts';
import type { Expression } from './expression.ts';
import { SyntaxFault } from './tokens.ts';
import type { Type } from './types.ts';
import type { Declarations, Issue } from './typing.ts';

/** A text that was read: sound, of a type; or what is wrong. */
export type Compiled =
  | { readonly expression: Expression; readonly type: Type; readonly chosen: Chosen; readonly issues?: undefined }
  | { readonly issues: string };

/** Reads and checks an expression. */
export function compile(text: string, variables: Declarations): Compiled {
  try {
    const expression = parseExpression(text);
    const { issues, type, chosen } = checkExpression(expression, variables);
    return issues.length ? { issues: issues.map((i) => shown(text, i)).join('\n') } : { expression, type, chosen };
  } catch (e) {
    if (e instanceof SyntaxFault) return { issues: shown(text, e) };
    if (e instanceof RangeError) return { issues: shown(text, { at: 0, message: 'expression recursion limit exceeded: 250' }) }; // chains as long as that are no rule
    throw e;
  }
}

/** 'ERROR: <input>:1:5: …', the line, and a mark under the place. */
function shown(text: string, { at, message }: Issue): string {
  const before = text.slice(0, at).split('\n');
  const line = text.split('\n')[before.length - 1] ?? '';
  const column = [...(before.at(-1) as string)].length;
  return `ERROR: <input>:${before.length}:${column + 1}: ${message}\n | ${line.replaceAll('\t', ' ')}\n | ${'.'.repeat(column)}^`;
}
