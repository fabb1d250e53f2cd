/** The command line: which command, and how its faults are said. */
import { ApiError } from '#shared/api/errors.ts';
import { DocumentError } from '#electron/storage/document-error.ts';
import { CommandError, type Command } from './command.ts';

/** Each is loaded when it is called: a scenario needs no server. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./serve.ts')).serve,
  open: async () => (await import('./open.ts')).open,
  import: async () => (await import('./import.ts')).importManifests,
  export: async () => (await import('./export.ts')).exportFiles,
  sim: async () => (await import('./sim.ts')).sim,
};

const [name = 'help', ...args] = process.argv.slice(2);
try {
  if (Object.hasOwn(commands, name)) await (await commands[name]?.())?.run(name, args);
  else if (['help', '--help', '-h'].includes(name)) console.log(await help());
  else throw new CommandError(`there is no command ${JSON.stringify(name)}; drydock help lists them`);
} catch (e) {
  if (!isExpected(e)) throw e;
  console.error(`drydock: ${(e as Error).message}`);
  process.exit(e instanceof CommandError ? 2 : 1);
}

/** Every command with how it is written. */
async function help(): Promise<string> {
  const all = await Promise.all(Object.entries(commands).map(async ([called, load]) => ({ called, command: await load() })));
  return [
    'Drydock designs and runs Kubernetes clusters.',
    ...all.map(({ called, command }) => `\n  ${command.usage(called)}\n      ${command.summary}`),
    '\ndrydock COMMAND --help says what each option is for.',
  ].join('\n');
}

/** What a person can do something about; anything else is a fault of the program and shows where it happened. */
function isExpected(e: unknown): boolean {
  return (
    e instanceof CommandError ||
    e instanceof DocumentError ||
    e instanceof ApiError ||
    (e instanceof Error && 'code' in e && typeof e.code === 'string')
  );
}
