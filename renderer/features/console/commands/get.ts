/** kubectl get. Source: kubectl's cmd/get. */
import type { ApiObject } from '#shared/api/object.ts';
import type { Table } from '../api.ts';
import type { Command, Run } from '../command.ts';
import { CommandError } from '../failure.ts';
import { list, text, toggle, type FlagSpec } from '../flags.ts';
import { valuesAt } from '../json-path.ts';
import type { ApiKind } from '../kinds.ts';
import { needsObjects, printObjects, printTable, type Printed, type TableLook, type TableRow } from '../printing.ts';
import { manifestsOf } from '../manifests.ts';
import { named, namespaceFor, targetsOf, type Target } from '../targets.ts';

/** Flags of commands that select objects. */
export const SELECTING: readonly FlagSpec[] = [
  text('selector', 'l'),
  text('field-selector'),
  toggle('all-namespaces', 'A'),
  toggle('ignore-not-found'),
];

export const OUTPUTS = ['wide', 'yaml', 'json', 'name', 'jsonpath=', 'custom-columns='];

export const get: Command = {
  name: 'get',
  summary: 'Display one or many resources',
  positional: 'resource',
  flags: [
    ...SELECTING,
    text('output', 'o', OUTPUTS),
    toggle('watch', 'w'),
    toggle('watch-only'),
    toggle('show-labels'),
    list('label-columns', 'L'),
    toggle('no-headers'),
    text('sort-by'),
    toggle('show-kind'),
    list('filename', 'f'),
    toggle('show-managed-fields'),
    text('subresource', undefined, ['status', 'scale']),
    text('chunk-size'),
    toggle('server-print'),
  ],
  async run(r) {
    const targets = await asked(r);
    const output = r.flags.text('output');
    const one = targets.length === 1 && targets[0]?.names?.length === 1;
    if (needsObjects(output)) {
      const found: Printed[] = [];
      for (const t of targets) found.push(...(await objectsOf(r, t)).map((object) => ({ kind: t.kind, object })));
      return printObjects(
        r,
        sortedBy(r, found, (f) => f.object),
        output as string,
        one,
      );
    }
    if (r.flags.on('watch') || r.flags.on('watch-only')) {
      if (targets.length !== 1) throw new CommandError('you may only specify a single resource type');
      return watch(r, targets[0] as Target);
    }
    await tables(r, targets);
  },
};

async function asked(r: Run): Promise<readonly Target[]> {
  if (r.flags.has('filename')) {
    const targets: Target[] = [];
    for await (const m of manifestsOf(r, 'get')) targets.push({ kind: m.kind, names: [m.name] });
    return targets;
  }
  if (r.args.length === 0)
    throw new CommandError(
      'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\nerror: Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).\nSee \'kubectl get -h\' for help and examples',
      true,
    );
  return targetsOf(r.args, r.kinds);
}

async function objectsOf(r: Run, t: Target): Promise<readonly ApiObject[]> {
  const ns = namespaceFor(t.kind, r);
  if (!t.names) return r.api.list(t.kind, ns, selectors(r));
  const found: ApiObject[] = [];
  for (const name of t.names) {
    const o = await named(r, () =>
      r.flags.on('ignore-not-found') ? r.api.find(t.kind, ns, name) : r.api.get(t.kind, ns, name, r.flags.text('subresource')),
    );
    if (o) found.push(o);
  }
  return found;
}

const selectors = (r: Run) => ({ labelSelector: r.flags.text('selector'), fieldSelector: r.flags.text('field-selector'), limit: 500 });

async function tables(r: Run, targets: readonly Target[]): Promise<void> {
  const look = lookOf(r, targets);
  const printed: { kind: ApiKind; table: Table; rows: readonly TableRow[] }[] = [];
  for (const t of targets) {
    const { columns, rows } = await rowsOf(r, t);
    if (rows.length > 0) printed.push({ kind: t.kind, table: { columnDefinitions: columns, rows: [] }, rows });
  }
  if (printed.length === 0) {
    if (r.flags.on('ignore-not-found') || targets.some((t) => t.names)) return;
    return r.error(
      targets.some((t) => t.kind.namespaced) && !r.flags.on('all-namespaces')
        ? `No resources found in ${r.namespace} namespace.`
        : 'No resources found',
    );
  }
  printed.forEach((p, i) => {
    if (i > 0) r.out('');
    printTable(r, p.kind, p.table.columnDefinitions, p.rows, { ...look, namespaces: look.namespaces && p.kind.namespaced });
  });
}

function lookOf(r: Run, targets: readonly Target[]): TableLook {
  const several = new Set(targets.map((t) => t.kind.id)).size > 1;
  return {
    wide: r.flags.text('output') === 'wide',
    headers: !r.flags.on('no-headers'),
    namespaces: r.flags.on('all-namespaces'),
    labels: r.flags.on('show-labels'),
    labelColumns: r.flags.list('label-columns'),
    kinds: several || r.flags.on('show-kind'),
  };
}

async function rowsOf(r: Run, t: Target): Promise<{ columns: Table['columnDefinitions']; rows: readonly TableRow[] }> {
  const ns = namespaceFor(t.kind, r);
  const query = r.flags.has('sort-by') ? { includeObject: 'Object' } : {};
  const got: Table[] = [];
  if (!t.names) got.push(await r.api.table(t.kind, ns, undefined, { ...selectors(r), ...query }));
  else
    for (const name of t.names) {
      if (r.flags.on('ignore-not-found') && !(await r.api.find(t.kind, ns, name))) continue;
      const one = await named(r, () => r.api.table(t.kind, ns, name, query));
      if (one) got.push(one);
    }
  const rows = got.flatMap((g) => g.rows.flatMap((row) => (row.object ? [{ cells: row.cells, object: row.object }] : [])));
  return { columns: got[0]?.columnDefinitions ?? [], rows: sortedBy(r, rows, (row) => row.object) };
}

/** In the order of --sort-by. */
function sortedBy<T>(r: Run, list: readonly T[], objectOf: (x: T) => unknown): readonly T[] {
  const path = r.flags.text('sort-by');
  if (!path) return list;
  const bare = path.replace(/^\{|\}$/g, '');
  const value = (x: T) => valuesAt(bare.startsWith('.') ? bare : `.${bare}`, objectOf(x))[0] as string | number | undefined;
  return list.toSorted((a, b) => {
    const x = value(a) ?? '';
    const y = value(b) ?? '';
    return x < y ? -1 : x > y ? 1 : 0;
  });
}

/** Prints the rows that change, until the person ends it. */
async function watch(r: Run, t: Target): Promise<void> {
  const seen = new Map<string, string>();
  const shown = new Map<string, TableRow>();
  const look = lookOf(r, [t]);
  let first = true;
  while (!r.signal.aborted) {
    const { columns, rows } = await rowsOf(r, t);
    const fresh = rows.filter((row) => seen.get(row.object.metadata.uid) !== row.object.metadata.resourceVersion);
    const there = new Set(rows.map((row) => row.object.metadata.uid));
    const gone = [...shown.values()].filter((row) => !there.has(row.object.metadata.uid));
    fresh.unshift(...gone); // what is deleted is shown once more, as it was last
    for (const row of gone) shown.delete(row.object.metadata.uid);
    for (const row of rows) {
      seen.set(row.object.metadata.uid, row.object.metadata.resourceVersion);
      shown.set(row.object.metadata.uid, row);
    }
    if (fresh.length > 0 && !(first && r.flags.on('watch-only'))) {
      printTable(r, t.kind, columns, fresh, { ...look, headers: first && look.headers });
      first = false;
    } else if (r.flags.on('watch-only')) first = false;
    await r.changed();
  }
}
