/** drydock sim: runs a scenario and says what happens, one line an event. */
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { readScenario } from '#engine/scenarios/scenario.ts';
import { runScenario } from '#engine/scenarios/run.ts';
import { readManifests } from '../session/files.ts';
import { CommandError } from './command.ts';
import { fromHere } from './project.ts';
import { wholeNumber } from './whole-number.ts';

export const SIM_USAGE = 'sim SCENARIO.yaml [--seed N]';

export async function sim(args: readonly string[]): Promise<void> {
  const { values, positionals: [path, ...more] } = parseArgs({ args: [...args], allowPositionals: true, options: { seed: { type: 'string', default: '1' } } });
  if (path === undefined || more.length) throw new CommandError(`one scenario at a time: drydock ${SIM_USAGE}`);
  const [file] = readManifests([fromHere(path)]);
  if (!file) throw new CommandError(`there is no scenario at ${path}`);
  const scenario = readScenario({ ...file, name: basename(path) }), { failed } = runScenario(scenario, wholeNumber('seed', values.seed, 2 ** 32 - 1), (line) => { console.log(line); });
  for (const f of failed) console.error(`drydock: ${f}`);
  if (failed.length) process.exitCode = 1;
}
