/** Connecting two objects: writing the field that makes the connection true. */
import { namespaceOf, type ApiObject } from '#shared/api/object.ts';
import { Refusal, withArticle, type Design, type DesignerCommand } from './design.ts';
import type { Connection, Way } from './connections/connection.ts';
import { connections } from './connections/index.ts';

/** Two objects, by log key, and in which of its ways. */
export interface ConnectArgs {
  readonly from: string;
  readonly to: string;
  readonly way?: string;
}

/** The rule for a pair, whichever end the person began at. */
export interface Match {
  readonly rule: Connection;
  readonly from: ApiObject;
  readonly to: ApiObject;
}

/** The rule for two objects; undefined where there is none. */
export function connectionOf(a: ApiObject, b: ApiObject): Match | undefined {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    const rule = connections.find((c) => c.fits(from, to));
    if (rule) return { rule, from, to };
  }
  return undefined;
}

/** The ways two objects can be connected; none where they cannot. */
export function waysOf(a: ApiObject, b: ApiObject): readonly Way[] {
  const m = connectionOf(a, b);
  return m ? (m.rule.ways ?? [{ id: '', label: 'Connect' }]) : [];
}

/** Kinds that may refer to what lies in another namespace, or in none. */
const ACROSS: ReadonlySet<string> = new Set(['workload-service', 'workload-workload', 'workload-node', 'binding-account', 'unchangeable']);

/** The rule for two objects. Throws a Refusal that says why there is none. */
export function matchOf(doc: Design, { from, to }: ConnectArgs): Match {
  const a = doc.get(from);
  const b = doc.get(to);
  if (!a || !b) throw new Refusal('One of the two is not there any more.');
  const m = a === b ? undefined : connectionOf(a, b);
  if (!m) throw new Refusal(`${withArticle(a.kind, true)} cannot refer to ${withArticle(b.kind)}.`);
  if (namespaceOf(m.from) !== namespaceOf(m.to) && !ACROSS.has(m.rule.id))
    throw new Refusal(`${withArticle(m.from.kind, true)} can only refer to ${withArticle(m.to.kind)} of its own namespace.`);
  return m;
}

export const connect: DesignerCommand<ConnectArgs> = {
  id: 'connect',
  label: () => 'connect',
  run(doc, args) {
    const { rule, from, to } = matchOf(doc, args);
    const made = rule.connect(from, to, doc, args.way ?? rule.ways?.[0]?.id ?? '');
    if (made.length === 0) throw new Refusal(`${from.metadata.name} and ${to.metadata.name} are connected already.`);
    return made;
  },
};
