/** drydock export: a design as YAML, on standard output or in a folder. */
import { existsSync } from 'node:fs';
import type { ExportOptions } from '#shared/ipc/manifests.ts';
import { exportDesign } from '#engine/manifests/export.ts';
import { writeFiles } from '../session/files.ts';
import { Session } from '../session/session.ts';
import { wall } from '../session/wall.ts';
import { CommandError, defineCommand } from './command.ts';
import { fromHere } from './project.ts';

const SHAPES: readonly ExportOptions['as'][] = ['one-file', 'file-per-object', 'kustomize'];

/** Writes what a person authored, as Kubernetes accepts it. */
export const exportFiles = defineCommand({
  takes: 'FILE.drydock',
  summary: 'Writes a design as YAML: what was authored, not what controllers made of it.',
  options: {
    out: { type: 'string', value: 'DIR', says: 'a folder for the files; standard output, unless given' },
    as: { type: 'string', value: SHAPES.join('|'), says: 'one-file where it goes to standard output, else file-per-object, unless given' },
    secrets: { type: 'boolean', default: false, says: 'write what Secrets hold, not placeholders' },
    drydock: { type: 'boolean', default: false, says: 'write node pools and behaviour annotations too' },
  },
  run(values, [path, ...more]) {
    if (path === undefined || more.length) throw new CommandError('one design at a time, please: drydock export FILE.drydock');
    const file = fromHere(path);
    const as = (values.as ?? (values.out === undefined ? 'one-file' : 'file-per-object')) as ExportOptions['as'];
    if (!SHAPES.includes(as)) throw new CommandError(`--as is one of ${SHAPES.join(', ')}`);
    if (as !== 'one-file' && values.out === undefined) throw new CommandError(`${as} needs a folder: --out DIR`);
    if (!existsSync(file)) throw new CommandError(`there is nothing at ${path}`);
    const session = Session.open(file, wall, false);
    try {
      if (session.readOnly !== undefined) console.error(`drydock: ${session.readOnly}`);
      const { cluster, document } = session;
      const { files, notes } = exportDesign(
        cluster.core,
        document.log,
        document.sources,
        { as, secrets: values.secrets, drydock: values.drydock },
        session.info().name,
      );
      for (const n of notes) console.error(`${n.severity}: ${n.message}`);
      if (values.out === undefined) for (const f of files) process.stdout.write(f.text);
      else for (const written of writeFiles(fromHere(values.out), files)) console.log(written);
    } finally {
      session.close();
    }
  },
});
