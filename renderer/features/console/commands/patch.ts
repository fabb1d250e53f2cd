/** kubectl patch, replace and edit. Source: kubectl's cmd/patch and cmd/replace. */
import { parse } from 'yaml';
import { dryRun, report, validation, type Command } from '../command.ts';
import { CommandError } from '../failure.ts';
import { list, text, toggle } from '../flags.ts';
import { manifestsOf } from '../manifests.ts';
import { fetchTargets, named, namespaceFor } from '../targets.ts';

const DRY = { name: 'dry-run', type: 'text', bare: 'unchanged', values: ['server', 'client', 'none'] } as const;

export const patch: Command = {
  name: 'patch',
  summary: 'Update fields of a resource',
  positional: 'resource',
  flags: [
    text('patch', 'p'),
    text('type', undefined, ['strategic', 'merge', 'json']),
    text('subresource', undefined, ['status', 'scale']),
    text('output', 'o', ['name']),
    DRY,
  ],
  async run(r) {
    const said = r.flags.text('patch');
    const type = r.flags.text('type') ?? 'strategic';
    if (!said) throw new CommandError('must specify --patch or --patch-file containing the contents of the patch');
    if (type !== 'strategic' && type !== 'merge' && type !== 'json')
      throw new CommandError(`--type must be one of [json merge strategic], not "${type}"`);
    const body = read(said);
    for (const t of await fetchTargets(r, r.args, 'resource(s) were provided, but no name was specified')) {
      const written = await r.api.patch(
        t.kind,
        namespaceFor(t.kind, r),
        t.object.metadata.name,
        body,
        type === 'strategic' && !t.kind.type ? 'merge' : type,
        { fieldManager: 'kubectl-patch', ...dryRun(r) },
        r.flags.text('subresource'),
      );
      report(
        r,
        t.kind,
        written,
        written.metadata.resourceVersion === t.object.metadata.resourceVersion && !r.flags.has('dry-run')
          ? 'patched (no change)'
          : 'patched',
      );
    }
  },
};

function read(said: string): object {
  let value: unknown;
  try {
    value = parse(said);
  } catch (e) {
    throw new CommandError(`unable to parse "${said}": ${e instanceof Error ? e.message : String(e)}`);
  }
  if (typeof value !== 'object' || value === null) throw new CommandError(`unable to parse "${said}": it is no object`);
  return value;
}

export const replace: Command = {
  name: 'replace',
  summary: 'Replace a resource by file name or stdin',
  positional: 'none',
  flags: [
    list('filename', 'f'),
    text('output', 'o', ['name']),
    toggle('force'),
    { name: 'validate', type: 'text', bare: 'strict', values: ['strict', 'warn', 'ignore', 'true', 'false'] },
    DRY,
  ],
  async run(r) {
    if (!r.flags.has('filename')) throw new CommandError('must specify one of -f and -k');
    for await (const m of manifestsOf(r, 'replace')) {
      const written = await named(
        r,
        () => r.api.update(m.kind, m.namespace, m.name, m.object, { fieldManager: 'kubectl-replace', ...validation(r), ...dryRun(r) }),
        `error when replacing "${m.source}"`,
      );
      if (written) report(r, m.kind, written, 'replaced');
    }
  },
};

export const edit: Command = {
  name: 'edit',
  summary: 'Edit a resource: its YAML opens in the inspector',
  positional: 'resource',
  async run(r) {
    const [first] = await fetchTargets(r, r.args, 'resource(s) were provided, but no name was specified');
    if (!first) throw new CommandError('you must specify a resource to edit');
    r.edit(r.keyOf(first.kind, first.object.metadata.namespace, first.object.metadata.name));
    r.out(`The YAML of ${first.kind.singular} ${first.object.metadata.name} is open in the inspector.`);
  },
};
