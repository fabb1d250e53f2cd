/** The command line: which command, and how its faults are said. */
import { ApiError } from '#shared/api/errors.ts';
import { DocumentError } from '#electron/storage/document-error.ts';
import { CommandError } from './command.ts';

/** A command: how it is written, and what it does. */
interface Command { readonly usage: string; run(args: readonly string[]): Promise<void> }

/** Each is loaded when it is called: a scenario needs no server. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => { const { serve: run, SERVE_USAGE: usage } = await import('./serve.ts'); return { usage, run }; },
  open: async () => { const { open: run } = await import('./open.ts'); return { usage: 'open [FILE…]', run }; },
  import: async () => { const { importManifests: run, IMPORT_USAGE: usage } = await import('./import.ts'); return { usage, run }; },
  export: async () => { const { exportFiles: run, EXPORT_USAGE: usage } = await import('./export.ts'); return { usage, run }; },
  sim: async () => { const { sim: run, SIM_USAGE: usage } = await import('./sim.ts'); return { usage, run }; },
};

const [name, ...args] = process.argv.slice(2);
const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
try {
  if (command) await (await command()).run(args);
  else {
    const usage = (await Promise.all(Object.values(commands).map((load) => load()))).map((c) => `  drydock ${c.usage}`).join('\n');
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
