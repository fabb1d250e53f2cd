/**
 * The types of macros: what their variables hold, what their parts must be. Source: cel-go's macro expansions, as its
 * checker sees them.
 */
import type { Expression, Macro } from './expression.ts';
import { BOOL, DYN, heldBy, INT, listOf, mapOf, optionalOf, typeText, type Type } from './types.ts';
import type { Declarations, Typing } from './typing.ts';

/** Types an expression among the variables that are declared there. */
type TypeOf = (e: Expression, scope: Declarations) => Type;

/** The type of a macro. */
export function macroType(typing: Typing, e: Macro, scope: Declarations, typeOf: TypeOf): Type {
  const of = typing.known.resolve(typeOf(e.of, scope));
  if (e.name === 'optMap' || e.name === 'optFlatMap') return optionalType(typing, e, of, scope, typeOf);
  const range = rangeOf(typing, e, of);
  const [first, second] = e.names as [string, string | undefined];
  const inside = new Map(scope);
  if (second === undefined) inside.set(first, range.one);
  else inside.set(first, range.first).set(second, range.second);
  const [one, two] = e.parts as [Expression, Expression | undefined];
  const last = two ?? one;
  /** Checks that a part is true or false; `found` is the operator that the macro makes of it, over `more`. */
  const condition = (part: Expression, found: string, more = '') => {
    const t = typing.known.resolve(typeOf(part, inside));
    if (typing.known.assignable(t, BOOL)) return;
    const applied = found === '_?_:_' ? `(${typeText(t)}, ${more}, ${more})` : `(bool, ${typeText(t)})`;
    typing.fault(e.at, `found no matching overload for '${found}' applied to '${applied}'`);
  };
  const filtered = (made: Type): Type => {
    if (two) condition(one, '_?_:_', typing.text(made));
    return made;
  };
  switch (e.name) {
    case 'all':
      condition(one, '_&&_');
      return BOOL;
    case 'exists':
      condition(one, '_||_');
      return BOOL;
    case 'existsOne':
      condition(one, '_?_:_', 'int');
      return BOOL;
    case 'filter': {
      const t = listOf(range.one);
      condition(one, '_?_:_', typing.text(t));
      return t;
    }
    case 'sortBy':
      typeOf(last, inside);
      return listOf(range.one);
    case 'map':
    case 'transformList':
      return filtered(listOf(typeOf(last, inside)));
    case 'transformMap':
      return filtered(mapOf(of.kind === 'map' ? range.first : INT, typeOf(last, inside)));
    default: {
      const made = typing.known.resolve(typeOf(last, inside));
      if (made.kind === 'map' || made.kind === 'dyn') return filtered(made);
      return filtered(typing.fault(last.at, `expected type 'map(dyn, dyn)' but found '${typeText(made)}'`));
    }
  }
}

/** What a macro goes over, for one variable and for two. */
function rangeOf(typing: Typing, e: Macro, of: Type): { readonly one: Type; readonly first: Type; readonly second: Type } {
  if (of.kind === 'list') return { one: of.of, first: INT, second: of.of };
  if (of.kind === 'map') return { one: of.key, first: of.key, second: of.value };
  if (of.kind === 'dyn' || of.kind === 'error' || of.kind === 'var') return { one: DYN, first: DYN, second: DYN };
  const wrong = typing.fault(
    e.of.at,
    `expression of type '${typeText(of)}' cannot be range of a comprehension (must be list, map, or dynamic)`,
  );
  return { one: wrong, first: wrong, second: wrong };
}

const isOpen = (t: Type): boolean => t.kind === 'dyn' || t.kind === 'error';

/** The type of optMap and optFlatMap. */
function optionalType(typing: Typing, e: Macro, of: Type, scope: Declarations, typeOf: TypeOf): Type {
  const held =
    heldBy(of) ?? (isOpen(of) ? DYN : typing.fault(e.at, `found no matching overload for 'hasValue' applied to '${typeText(of)}.()'`));
  const body = typeOf(e.parts[0] as Expression, new Map(scope).set(e.names[0] as string, held));
  if (e.name === 'optMap') return optionalOf(body);
  const found = typing.known.resolve(body);
  if (heldBy(found) || isOpen(found)) return found;
  return typing.fault(e.at, `found no matching overload for '_?_:_' applied to '(bool, ${typeText(found)}, optional_type(dyn))'`);
}
