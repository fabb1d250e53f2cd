/** The command line: which command, and how its faults are said. */
import { ApiError } from '#shared/api/errors.ts';
import { DocumentError } from '#electron/storage/document-error.ts';
import { CommandError } from './command.ts';
import { EXPORT_USAGE, exportFiles } from './export.ts';
import { IMPORT_USAGE, importManifests } from './import.ts';
import { open } from './open.ts';
import { serve, SERVE_USAGE } from './serve.ts';
import { sim, SIM_USAGE } from './sim.ts';

const commands: Readonly<Record<string, { readonly usage: string; run(args: readonly string[]): Promise<void> }>> = {
  serve: { usage: SERVE_USAGE, run: serve },
  open: { usage: 'open [FILE…]', run: open },
  import: { usage: IMPORT_USAGE, run: importManifests },
  export: { usage: EXPORT_USAGE, run: exportFiles },
  sim: { usage: SIM_USAGE, run: sim },
};

const [name, ...args] = process.argv.slice(2);
const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
try {
  if (command) await command.run(args);
  else {
    const usage = Object.values(commands).map((c) => `  drydock ${c.usage}`).join('\n');
    if (name !== undefined && name !== 'help' && name !== '--help') throw new CommandError(`there is no command ${JSON.stringify(name)}\n${usage}`);
    console.log(`Drydock designs and runs Kubernetes clusters.\n${usage}`);
  }
} catch (e) {
  if (!isExpected(e)) throw e;
  console.error(`drydock: ${(e as Error).message}`);
  process.exit(e instanceof CommandError ? 2 : 1);
}

/** What a person can do something about; anything else is a fault of the program and shows where it happened. */
function isExpected(e: unknown): boolean {
  return e instanceof CommandError || e instanceof DocumentError || e instanceof ApiError || (e instanceof Error && 'code' in e && typeof e.code === 'string');
}
