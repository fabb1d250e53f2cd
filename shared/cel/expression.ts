/**
 * Expressions of the Common Expression Language as trees, and what is asked of a tree. Operators are calls ('_+_', '@in');
 * macros stay macros.
 */
import type { Value } from './value.ts';

/** A tree. `at` is where cel-go says it stands: an operator's sign, a call's bracket. */
export type Expression = { readonly at: number } & (
  | { readonly op: 'literal'; readonly value: Value }
  | { readonly op: 'name'; readonly name: string }
  | { readonly op: 'select'; readonly of: Expression; readonly field: string; readonly optional: boolean }
  | { readonly op: 'has'; readonly of: Expression; readonly field: string }
  | { readonly op: 'call'; readonly name: string; readonly target?: Expression | undefined; readonly args: readonly Expression[] }
  | { readonly op: 'list'; readonly items: readonly Element[] }
  | { readonly op: 'map'; readonly entries: readonly Entry[] }
  | Macro
);

/** What a list or map literal holds at one place; an optional one is left out where it has no value. */
export interface Element {
  readonly value: Expression;
  readonly optional: boolean;
}

/** One of a map literal. */
export interface Entry extends Element {
  readonly key: Expression;
}

/** A macro over a list, map or optional: `names` are its variables, `parts` what is said of them (a filter first, where two). */
export interface Macro {
  readonly op: 'macro';
  readonly at: number;
  readonly name: string;
  readonly of: Expression;
  readonly names: readonly string[];
  readonly parts: readonly Expression[];
}

/** Whether an expression speaks of a variable. */
export function mentions(e: Expression, name: string): boolean {
  switch (e.op) {
    case 'literal':
      return false;
    case 'name':
      return e.name === name;
    case 'select':
    case 'has':
      return mentions(e.of, name);
    case 'call':
      return (e.target ? mentions(e.target, name) : false) || e.args.some((a) => mentions(a, name));
    case 'list':
      return e.items.some((i) => mentions(i.value, name));
    case 'map':
      return e.entries.some((x) => mentions(x.key, name) || mentions(x.value, name));
    case 'macro':
      return mentions(e.of, name) || (!e.names.includes(name) && e.parts.some((p) => mentions(p, name)));
  }
}

/** Shows every part of an expression, wholes before their parts. */
export function visit(e: Expression, see: (e: Expression) => void): void {
  see(e);
  switch (e.op) {
    case 'select':
    case 'has':
      visit(e.of, see);
      break;
    case 'call':
      if (e.target) visit(e.target, see);
      for (const a of e.args) visit(a, see);
      break;
    case 'list':
      for (const i of e.items) visit(i.value, see);
      break;
    case 'map':
      for (const x of e.entries) {
        visit(x.key, see);
        visit(x.value, see);
      }
      break;
    case 'macro':
      visit(e.of, see);
      for (const p of e.parts) visit(p, see);
      break;
    default:
      break;
  }
}

/** A list of names joined by dots, where an expression is nothing else: 'ip' of ip.isCanonical(…). */
export function qualifiedName(e: Expression): string | undefined {
  if (e.op === 'name') return e.name;
  if (e.op !== 'select' || e.optional) return undefined;
  const of = qualifiedName(e.of);
  return of === undefined ? undefined : `${of}.${e.field}`;
}
