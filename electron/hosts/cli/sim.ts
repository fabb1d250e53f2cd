/** drydock sim: runs a scenario and says what happens, one line an event. */
import { basename } from 'node:path';
import { readScenario } from '#engine/scenarios/scenario.ts';
import { runScenario } from '#engine/scenarios/run.ts';
import { readManifests } from '../session/files.ts';
import { CommandError, defineCommand } from './command.ts';
import { fromHere } from './project.ts';
import { wholeNumber } from './whole-number.ts';

/** Runs a scenario. Exits with 1 where something it expects did not come. */
export const sim = defineCommand({
  takes: 'SCENARIO.yaml',
  summary: 'Runs a scenario without a window and prints one line for each event.',
  options: { seed: { type: 'string', value: 'N', default: '1', says: 'what chance begins with; the same seed prints the same lines' } },
  run({ seed }, [path, ...more]) {
    if (path === undefined || more.length) throw new CommandError('one scenario at a time, please: drydock sim SCENARIO.yaml');
    const [file] = readManifests([fromHere(path)]);
    if (!file) throw new CommandError(`there is no scenario at ${path}`);
    const scenario = readScenario({ ...file, name: basename(path) });
    const { failed } = runScenario(scenario, wholeNumber('seed', seed, 2 ** 32 - 1), (line) => {
      console.log(line);
    });
    for (const f of failed) console.error(`drydock: ${f}`);
    if (failed.length) process.exitCode = 1;
  },
});
