/** drydock export: a design as YAML, on standard output or in a folder. */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { ExportOptions } from '#shared/ipc/contract.ts';
import { exportDesign } from '#engine/manifests/export.ts';
import { writeFiles } from '../session/files.ts';
import { Session } from '../session/session.ts';
import { wall } from '../session/wall.ts';
import { CommandError } from './command.ts';
import { fromHere } from './project.ts';

export const EXPORT_USAGE = 'export FILE [--out DIR] [--as one-file|file-per-object|kustomize] [--secrets] [--drydock]';
const SHAPES: readonly ExportOptions['as'][] = ['one-file', 'file-per-object', 'kustomize'];

export async function exportFiles(args: readonly string[]): Promise<void> {
  const { values, positionals: [path, ...more] } = parseArgs({
    args: [...args], allowPositionals: true,
    options: { out: { type: 'string' }, as: { type: 'string' }, secrets: { type: 'boolean', default: false }, drydock: { type: 'boolean', default: false } },
  });
  if (path === undefined || more.length) throw new CommandError(`one design at a time: drydock ${EXPORT_USAGE}`);
  const file = fromHere(path), as = (values.as ?? (values.out === undefined ? 'one-file' : 'file-per-object')) as ExportOptions['as'];
  if (!SHAPES.includes(as)) throw new CommandError(`--as is one of ${SHAPES.join(', ')}`);
  if (as !== 'one-file' && values.out === undefined) throw new CommandError(`${as} needs a folder: --out DIR`);
  if (!existsSync(file)) throw new CommandError(`there is nothing at ${path}`);
  const session = Session.open(file, wall, false);
  try {
    if (session.readOnly !== undefined) console.error(`drydock: ${session.readOnly}`);
    const { cluster, document } = session, { files, notes } = exportDesign(cluster.core, document.log, document.sources, { as, secrets: values.secrets, drydock: values.drydock }, session.info().name);
    for (const n of notes) console.error(`${n.severity}: ${n.message}`);
    if (values.out === undefined) for (const f of files) process.stdout.write(f.text);
    else for (const written of writeFiles(fromHere(values.out), files)) console.log(written);
  } finally {
    session.close();
  }
}
