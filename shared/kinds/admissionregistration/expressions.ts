/** What policies and webhooks say in CEL, and whether it can be read. Source: apiserver's admission/plugin/cel compile.go and composition.go. */
import type { Declarations } from '../../cel/typing.ts';
import { compile } from '../../cel/compile.ts';
import { BOOL, DYN, INT, listOf, mapOf, NULL, STRING, TIMESTAMP, typeText, type Type } from '../../cel/types.ts';
import type { Variable } from '../generated/types.ts';

/** What an expression may speak of beside the object, its former state, the request and its namespace. */
export interface Sight {
  readonly params?: boolean;
  readonly authorizer?: boolean;
  /** The policy's own variables; none, unless given. */
  readonly variables?: ReadonlyMap<string, Type>;
}

/** What may come of an expression. */
export const TRUTH: readonly Type[] = [BOOL];
export const TEXT: readonly Type[] = [STRING];
export const TEXT_OR_NULL: readonly Type[] = [STRING, NULL];

const object = (name: string, fields: Readonly<Record<string, Type>>): Type => ({
  kind: 'object',
  name: `kubernetes.${name}`,
  fields: new Map(Object.entries(fields)),
});
const texts = listOf(STRING);
const labels = mapOf(STRING, STRING);
const named = (...names: readonly string[]) => Object.fromEntries(names.map((n) => [n, STRING]));

const KIND = object('GroupVersionKind', named('group', 'version', 'kind'));
const RESOURCE = object('GroupVersionResource', named('group', 'version', 'resource'));
const REQUEST = object('AdmissionRequest', {
  kind: KIND,
  resource: RESOURCE,
  requestKind: KIND,
  requestResource: RESOURCE,
  ...named('subResource', 'requestSubResource', 'name', 'namespace', 'operation'),
  userInfo: object('UserInfo', { ...named('username', 'uid'), groups: texts, extra: mapOf(STRING, texts) }),
  dryRun: BOOL,
  options: DYN,
});
const NAMESPACE = object('Namespace', {
  metadata: object('NamespaceMetadata', {
    ...named('name', 'generateName', 'namespace', 'UID', 'resourceVersion'),
    labels,
    annotations: labels,
    creationTimestamp: TIMESTAMP,
    deletionTimestamp: TIMESTAMP,
    deletionGracePeriodSeconds: INT,
    generation: INT,
    finalizers: texts,
  }),
  spec: object('NamespaceSpec', { finalizers: texts }),
  status: object('NamespaceStatus', {
    phase: STRING,
    conditions: listOf(object('NamespaceCondition', { ...named('status', 'type', 'message', 'reason'), lastTransitionTime: TIMESTAMP })),
  }),
});

function declarations({ params, variables }: Sight): Declarations {
  return new Map<string, Type>([
    ['object', DYN],
    ['oldObject', DYN],
    ['request', REQUEST],
    ['namespaceObject', NAMESPACE],
    ...(params ? [['params', DYN] as const] : []),
    ...(variables ? [['variables', { kind: 'object', name: 'kubernetes.variables', fields: variables }] as const] : []),
  ]);
}

/** Who is asked whether somebody may do something; such expressions are not read. */
const ASKS = /\bauthorizer\b/;

/** A type by its name at run time. */
const called = (t: Type): string => (t.kind === 'null' ? 'null_type' : typeText(t));

/** What is wrong with an expression that must come to one of `results`. */
export function expressionComplaint(text: string, sight: Sight, results: readonly Type[]): string | undefined {
  if (sight.authorizer && ASKS.test(text)) return undefined;
  const c = compile(text, declarations(sight));
  if (c.issues !== undefined) return `compilation failed: ${c.issues}`;
  if (results.some((r) => r.kind === c.type.kind)) return undefined;
  const names = results.map(called);
  return `must evaluate to ${names.length === 1 ? names[0] : `one of [${names.join(' ')}]`} but got ${called(c.type)}`;
}

/** What is wrong with each of a policy's variables, and the types of those that can be read: each may speak of those before it. */
export function readVariables(
  list: readonly Variable[],
  sight: Sight,
): { readonly complaints: readonly (string | undefined)[]; readonly types: ReadonlyMap<string, Type> } {
  const types = new Map<string, Type>();
  const complaints = list.map(({ name, expression }) => {
    if (ASKS.test(expression)) {
      types.set(name, DYN);
      return undefined;
    }
    const c = compile(expression, declarations({ ...sight, variables: new Map(types) }));
    if (c.issues !== undefined) return `compilation failed: ${c.issues}`;
    types.set(name, c.type);
    return undefined;
  });
  return { complaints, types };
}
