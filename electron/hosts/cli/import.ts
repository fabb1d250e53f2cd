/** drydock import: manifests into a design, which is made where it is not there. */
import { existsSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import type { ImportNote } from '#shared/ipc/manifests.ts';
import { DesignDocument } from '#electron/storage/document.ts';
import { importFiles } from '../session/import.ts';
import { readManifests } from '../session/files.ts';
import { Session } from '../session/session.ts';
import { ADMIN } from '../session/users.ts';
import { wall } from '../session/wall.ts';
import { Work } from '../session/work.ts';
import { CommandError, defineCommand } from './command.ts';
import { fromHere } from './project.ts';
import { wholeNumber } from './whole-number.ts';

/** Imports manifests, all of them or none. Exits with 1 where something is wrong with them. */
export const importManifests = defineCommand({
  takes: 'FILE.drydock YAML…',
  summary: 'Imports manifests into a design, which is made where it is not there: all of them or none.',
  options: {
    pool: { type: 'boolean', default: false, says: 'add a node pool that fits where there are no nodes' },
    'skip-broken': { type: 'boolean', default: false, says: 'leave out what is wrong and import the rest' },
    'dry-run': { type: 'boolean', default: false, says: 'only say what would be imported' },
    seed: { type: 'string', value: 'N', says: 'what chance begins with in a new design' },
  },
  async run(values, [path, ...sources]) {
    if (path === undefined || !sources.length)
      throw new CommandError('which design, and which manifests? drydock import FILE.drydock YAML…');
    if (!path.endsWith('.drydock'))
      throw new CommandError('the design comes first, and its name ends in .drydock: drydock import FILE.drydock YAML…');
    const file = fromHere(path);
    const files = readManifests(sources.map(fromHere));
    const fresh = !existsSync(file);
    if (fresh)
      DesignDocument.create(file, {
        seed: values.seed === undefined ? randomInt(2 ** 32) : wholeNumber('seed', values.seed, 2 ** 32 - 1),
        epochMs: Math.floor(Date.now() / 1000) * 1000,
      }).close();
    const session = Session.open(file, wall, false);
    let kept = !fresh; // a design that was to hold what could not be imported is not left behind
    try {
      if (fresh) session.cluster.advanceTo(0);
      const done = await importFiles({ wall, work: new Work() }, session, files, {
        by: ADMIN,
        pool: values.pool,
        skipBroken: values['skip-broken'],
        dryRun: values['dry-run'],
      });
      for (const n of done.notes) console.error(noteLine(n));
      const counts = `${done.created.length} created, ${done.changed.length} changed, ${done.unchanged.length} unchanged`;
      if (values['dry-run']) console.log(`${counts} (dry run)`);
      else if (!done.dryRun) console.log(counts);
      else console.error('drydock: nothing was imported; mend the errors above, or leave those documents out with --skip-broken');
      if (!values['skip-broken'] && done.notes.some((n) => n.severity === 'error')) process.exitCode = 1;
      kept = !fresh || !done.dryRun;
    } finally {
      session.close();
      if (!kept) DesignDocument.remove(file);
    }
  },
});

/** A note as compilers write theirs, so that editors find the place. */
function noteLine({ file, document, line, column, severity, message, hint }: ImportNote): string {
  const place = line === undefined ? file : `${file}:${line}:${column}`;
  return `${place}: ${severity}: document ${document}: ${message}${hint ? `\n    ${hint}` : ''}`;
}
