/** kubectl label and annotate. Source: kubectl's cmd/label and cmd/annotate. */
import type { ApiObject } from '#shared/api/object.ts';
import { dryRun, report, type Command, type Run } from '../command.ts';
import { CommandError } from '../failure.ts';
import { text, toggle, type FlagSpec } from '../flags.ts';
import { fetchTargets, namespaceFor } from '../targets.ts';
import { SELECTING } from './get.ts';

const FLAGS: readonly FlagSpec[] = [
  ...SELECTING,
  toggle('all'),
  toggle('overwrite'),
  toggle('list'),
  text('resource-version'),
  text('output', 'o', ['name']),
  { name: 'dry-run', type: 'text', bare: 'unchanged', values: ['server', 'client', 'none'] },
];

export const label: Command = {
  name: 'label',
  summary: 'Update the labels on a resource',
  positional: 'resource',
  flags: FLAGS,
  run: (r) => edit(r, 'labels'),
};
export const annotate: Command = {
  name: 'annotate',
  summary: 'Update the annotations on a resource',
  positional: 'resource',
  flags: FLAGS,
  run: (r) => edit(r, 'annotations'),
};

async function edit(r: Run, field: 'labels' | 'annotations'): Promise<void> {
  const one = field.slice(0, -1);
  const isPair = (w: string, i: number) => i > 0 && (w.includes('=') || w.endsWith('-'));
  const pairs = r.args.filter(isPair);
  const words = r.args.filter((w, i) => !isPair(w, i));
  if (words.length === 0) throw new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  if (pairs.length === 0 && !r.flags.on('list')) throw new CommandError(`at least one ${one} update is required`);
  const found = await fetchTargets(r, words, 'resource(s) were provided, but no name was specified');
  for (const { kind, object } of found) {
    const before = object.metadata[field] ?? {};
    if (r.flags.on('list')) {
      for (const [k, v] of Object.entries(before)) r.out(`${k}=${v}`);
      continue;
    }
    const change: Record<string, string | null> = {};
    for (const p of pairs) {
      const equals = p.indexOf('=');
      const key = equals < 0 ? p.slice(0, -1) : p.slice(0, equals);
      if (equals < 0) {
        if (Object.hasOwn(before, key)) change[key] = null;
        else r.out(`${one} "${key}" not found.`);
        continue;
      }
      const value = p.slice(equals + 1);
      if (Object.hasOwn(before, key) && before[key] !== value && !r.flags.on('overwrite'))
        throw new CommandError(
          field === 'labels'
            ? `'${key}' already has a value (${before[key]}), and --overwrite is false`
            : `--overwrite is false but found the following declared annotation(s): '${key}' already has a value (${before[key]})`,
        );
      if (before[key] !== value) change[key] = value;
    }
    report(r, kind, await write(r, { kind, object }, field, change), outcome(field, change));
  }
}

async function write(
  r: Run,
  { kind, object }: Awaited<ReturnType<typeof fetchTargets>>[number],
  field: string,
  change: object,
): Promise<ApiObject> {
  if (Object.keys(change).length === 0 || r.flags.text('dry-run') === 'client') return object;
  return r.api.patch(kind, namespaceFor(kind, r), object.metadata.name, { metadata: { [field]: change } }, 'merge', {
    fieldManager: field === 'labels' ? 'kubectl-label' : 'kubectl-annotate',
    ...dryRun(r),
  });
}

function outcome(field: 'labels' | 'annotations', change: Readonly<Record<string, string | null>>): string {
  if (field === 'annotations') return 'annotated';
  const values = Object.values(change);
  return values.length === 0 ? 'not labeled' : values.every((v) => v === null) ? 'unlabeled' : 'labeled';
}
