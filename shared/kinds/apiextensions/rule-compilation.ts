/** The rules of a schema made ready, or what is wrong with them. Source: apiextensions' apiserver/schema/cel compilation.go. */
import { memoByIdentity } from '../../api/json.ts';
import { compile, type Compiled } from '../../cel/compile.ts';
import type { Chosen } from '../../cel/evaluate.ts';
import { patternFault } from '../../cel/library/strings.ts';
import { mentions, visit, type Expression } from '../../cel/expression.ts';
import { optionalOf, type Type } from '../../cel/types.ts';
import type { JSONSchemaProps, ValidationRule } from '../generated/types.ts';
import { fieldPath } from './field-names.ts';
import { ruleType } from './rule-types.ts';

/** An expression that was checked. */
export interface Ready {
  readonly tree: Expression;
  readonly chosen: Chosen;
}

/** A rule that can be evaluated, unless there is an error. An empty rule has neither. */
export interface CompiledRule {
  readonly rule: ValidationRule;
  readonly expression?: Ready;
  readonly message?: Ready;
  readonly usesOldSelf: boolean;
  /** Where the rule says that its errors belong: 'spec.foo'. */
  readonly path: string;
  readonly error?: string;
  readonly messageError?: string;
}

/** Why no rule of a schema can be read: it is of no type that rules can see. */
export const NO_TYPE =
  'failed to construct type information for x-kubernetes-validations rules: unable to convert structural schema to CEL declarations';

const AT_ROOT = memoByIdentity((s: JSONSchemaProps) => compiled(s, true));
const INSIDE = memoByIdentity((s: JSONSchemaProps) => compiled(s, false));

/** The rules of one schema (not of its parts). Undefined where rules cannot see its values. */
export function compiledRules(s: JSONSchemaProps, root: boolean): readonly CompiledRule[] | undefined {
  return (root ? AT_ROOT : INSIDE)(s);
}

function compiled(s: JSONSchemaProps, root: boolean): readonly CompiledRule[] | undefined {
  const type = ruleType(s, root);
  return type && (s['x-kubernetes-validations'] ?? []).map((r) => compiledRule(r, s, type));
}

function compiledRule(rule: ValidationRule, s: JSONSchemaProps, type: Type): CompiledRule {
  const none = { rule, usesOldSelf: false, path: '' };
  const variables = new Map([
    ['self', type],
    ['oldSelf', rule.optionalOldSelf ? optionalOf(type) : type],
  ]);
  if (!(rule.rule ?? '').trim()) return none;
  const c = compile(rule.rule, variables);
  if (c.issues !== undefined) return { ...none, error: `compilation failed: ${c.issues}` };
  if (c.type.kind !== 'bool') return { ...none, error: 'cel expression must evaluate to a bool' };
  const unready = instantiationFault(c.expression);
  if (unready !== undefined) return { ...none, error: `program instantiation failed: ${unready}` };
  const found = rule.fieldPath ? fieldPath(rule.fieldPath, s) : undefined;
  const ready = {
    rule,
    expression: { tree: c.expression, chosen: c.chosen },
    usesOldSelf: mentions(c.expression, 'oldSelf'),
    path: found && 'path' in found ? found.path : '',
  };
  if (!rule.messageExpression) return ready;
  const m: Compiled = compile(rule.messageExpression, variables);
  if (m.issues !== undefined) return { ...ready, messageError: `messageExpression compilation failed: ${m.issues}` };
  return m.type.kind === 'string'
    ? { ...ready, message: { tree: m.expression, chosen: m.chosen } }
    : { ...ready, messageError: 'messageExpression must evaluate to a string' };
}

/** Patterns that stand in an expression are read before it is ever evaluated. */
function instantiationFault(e: Expression): string | undefined {
  let fault: string | undefined;
  visit(e, (x) => {
    const [pattern] = x.op === 'call' && x.target && (x.name === 'find' || x.name === 'findAll') ? x.args : [];
    if (pattern?.op === 'literal' && typeof pattern.value === 'string') fault ??= patternFault(pattern.value);
  });
  return fault;
}
