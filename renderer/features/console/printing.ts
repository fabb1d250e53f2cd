/** How objects are printed: as tables, YAML, JSON, names, by JSONPath or with columns of one's own. */
import { stringify } from 'yaml';
import { isObject } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import type { Table } from './api.ts';
import type { Link, Run } from './command.ts';
import { CommandError } from './failure.ts';
import { jsonPath, valuesAt } from './json-path.ts';
import { qualifiedKind, type ApiKind } from './kinds.ts';
import { align, TABLE } from './tab-writer.ts';

/** Objects of one kind. */
export interface Printed {
  readonly kind: ApiKind;
  readonly object: ApiObject;
}

/** True for -o forms that are made from objects and not from the server's table. */
export function needsObjects(output: string | undefined): boolean {
  return output !== undefined && output !== '' && output !== 'wide';
}

/** Prints objects in the form of -o. `one` where a single object was asked for by its name: it is not put into a List. */
export function printObjects(r: Run, found: readonly Printed[], output: string, one: boolean): void {
  const [form = '', argument = ''] = /^([\w-]+)=?(.*)$/s.exec(output)?.slice(1) ?? [];
  const objects = found.map((f) => (r.flags.on('show-managed-fields') ? f.object : withoutManagedFields(f.object)));
  const whole = one ? objects[0] : { apiVersion: 'v1', items: objects, kind: 'List', metadata: { resourceVersion: '' } };
  switch (form) {
    case 'yaml':
      return r.out(toYaml(whole));
    case 'json':
      return r.out(JSON.stringify(sorted(whole), null, 4));
    case 'name':
      return found.forEach(({ kind, object }) =>
        r.out(`${qualifiedKind(kind)}/${object.metadata.name}`, {
          from: 0,
          to: qualifiedKind(kind).length + 1 + object.metadata.name.length,
          key: r.keyOf(kind, object.metadata.namespace, object.metadata.name),
        }),
      );
    case 'jsonpath':
      return r.out(jsonPath(argument.includes('{') ? argument : `{${argument}}`, whole));
    case 'custom-columns':
      return columns(r, objects, argument);
    default:
      throw new CommandError(
        `unable to match a printer suitable for the output format "${form}", allowed formats are: custom-columns,json,jsonpath,name,wide,yaml`,
      );
  }
}

/** YAML as kubectl writes it: keys in order. */
export function toYaml(value: unknown): string {
  return stringify(sorted(value), {
    lineWidth: 0,
    aliasDuplicateObjects: false,
    indentSeq: false,
    defaultStringType: 'PLAIN',
    version: '1.1',
  }).trimEnd();
}

/** A value with the keys of its maps in order. */
function sorted(v: unknown): unknown {
  if (Array.isArray(v)) return v.map(sorted);
  return isObject(v)
    ? Object.fromEntries(
        Object.keys(v)
          .sort()
          .map((k) => [k, sorted(v[k])]),
      )
    : v;
}

function withoutManagedFields(o: ApiObject): ApiObject {
  const { managedFields: _, ...metadata } = o.metadata;
  return { ...o, metadata: metadata as ApiObject['metadata'] };
}

function columns(r: Run, objects: readonly ApiObject[], spec: string): void {
  const asked = spec.split(/,(?=[^,:]+:)/).map((c) => [c.slice(0, c.indexOf(':')), c.slice(c.indexOf(':') + 1)] as const);
  if (spec === '' || asked.some(([name, path]) => !name || !path))
    throw new CommandError('custom-columns format specified but no custom columns given');
  const rows = objects.map((o) =>
    asked.map(
      ([, path]) =>
        valuesAt(path.startsWith('.') || path.startsWith('{') ? path.replace(/^\{|\}$/g, '') : `.${path}`, o)
          .map((v) => (typeof v === 'string' ? v : JSON.stringify(v)))
          .join(',') || '<none>',
    ),
  );
  for (const line of align(
    [...(r.flags.on('no-headers') ? [] : [asked.map(([name]) => name).join('\t')]), ...rows.map((c) => c.join('\t'))],
    TABLE,
  ))
    r.out(line);
}

/** A row of a table with what it is about. */
export interface TableRow {
  readonly cells: readonly unknown[];
  readonly object: ApiObject;
}

/** How a table is printed. */
export interface TableLook {
  readonly wide: boolean;
  readonly headers: boolean;
  readonly namespaces: boolean;
  readonly labels: boolean;
  readonly labelColumns: readonly string[];
  /** Names are written with their kind before them. */
  readonly kinds: boolean;
}

/** Prints rows of the server's table; each name leads to its object. */
export function printTable(r: Run, kind: ApiKind, columnsOf: Table['columnDefinitions'], rows: readonly TableRow[], look: TableLook): void {
  const shown = columnsOf.map((c, i) => ({ ...c, i })).filter((c) => look.wide || !c.priority);
  const prefix = look.kinds ? `${qualifiedKind(kind)}/` : '';
  const head = [
    ...(look.namespaces ? ['NAMESPACE'] : []),
    ...shown.map((c) => c.name.toUpperCase()),
    ...look.labelColumns.map((l) => l.slice(l.lastIndexOf('/') + 1).toUpperCase()),
    ...(look.labels ? ['LABELS'] : []),
  ];
  const body = rows.map(({ cells, object: { metadata: m } }) => [
    ...(look.namespaces ? [m.namespace ?? ''] : []),
    ...shown.map((c) => `${c.name === 'Name' ? prefix : ''}${cellText(cells[c.i])}`),
    ...look.labelColumns.map((l) => m.labels?.[l] ?? ''),
    ...(look.labels
      ? [
          Object.entries(m.labels ?? {})
            .map(([k, v]) => `${k}=${v}`)
            .sort()
            .join(',') || '<none>',
        ]
      : []),
  ]);
  const lines = align([...(look.headers ? [head.join('\t')] : []), ...body.map((c) => c.join('\t'))], TABLE);
  const first = look.headers ? 1 : 0;
  if (look.headers) r.out(lines[0] as string);
  rows.forEach(({ object: { metadata: m } }, i) => {
    const text = lines[i + first] as string;
    const name = `${prefix}${m.name}`;
    const from = text.indexOf(name, look.namespaces ? (m.namespace ?? '').length : 0);
    const link: Link | undefined = from < 0 ? undefined : { from, to: from + name.length, key: r.keyOf(kind, m.namespace, m.name) };
    r.out(text, link);
  });
}

function cellText(v: unknown): string {
  return v === null || v === undefined
    ? '<none>'
    : typeof v === 'string'
      ? (v.split('\n')[0] ?? '')
      : typeof v === 'object'
        ? JSON.stringify(v)
        : String(v as number);
}
