/**
 * The fields of the messages that Kubernetes 1.36 sends, from messages.json: package, message, and of each field
 * its number, its name in JSON (none where the message's fields lie inline) and its type: s string, i integer, b boolean,
 * y bytes, d double, [] list, {} map, else another message. Source: the generated.proto files of k8s.io/api,
 * apimachinery, apiextensions-apiserver and kube-aggregator.
 */
import { groupOf, versionOf } from '#shared/api/object.ts';
import messages from './messages.json' with { type: 'json' };

/** A field of a message. */
export interface MessageField {
  readonly number: number;
  /** '' where the fields of the message it holds are fields of this one. */
  readonly name: string;
  readonly many: '' | '[]' | '{}';
  /** A letter for what is no message. */
  readonly type: string;
  readonly pkg: string;
}

const all = messages as Readonly<Record<string, Readonly<Record<string, string>>>>;
const known = new Map<string, ReadonlyMap<number, MessageField>>();

/** The package ('apps.v1') that tells a kind of an apiVersion. Options are registered with every group, and are told in meta/v1. */
export function packageOf(apiVersion: string, kind: string): string | undefined {
  const pkg = `${groupOf(apiVersion).split('.')[0] || 'core'}.${versionOf(apiVersion)}`;
  return [pkg, 'meta.v1'].find((p) => hasMessage(p, kind));
}

/** Whether a message is in the table. */
export function hasMessage(pkg: string, message: string): boolean {
  return Object.hasOwn(all, pkg) && Object.hasOwn(all[pkg] as object, message);
}

/** The fields of a message by their numbers. */
export function messageFields(pkg: string, message: string): ReadonlyMap<number, MessageField> {
  const key = `${pkg}/${message}`;
  const found = known.get(key);
  if (found) return found;
  const fields = new Map(
    (hasMessage(pkg, message) ? (all[pkg]?.[message] ?? '') : '').split(' ').flatMap((f): [number, MessageField][] => {
      const [, number, name = '', many = '', there = pkg, type = ''] = /^(\d+)([\w$-]*):(\[\]|\{\})?(?:([\w.]+)\/)?(\w+)$/.exec(f) ?? [];
      return number === undefined
        ? []
        : [[Number(number), { number: Number(number), name, many: many as MessageField['many'], type, pkg: there }]];
    }),
  );
  known.set(key, fields);
  return fields;
}
