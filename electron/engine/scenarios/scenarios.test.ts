/** Every scenario is a golden: its lines are kept in goldens/, and `vitest -u` rewrites them. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runScenario } from './run.ts';
import { readScenario } from './scenario.ts';

const FOLDER = 'resources/scenarios';
const SEED = 1;
const load = (name: string) => readScenario({ name: `${name}.yaml`, text: readFileSync(`${FOLDER}/${name}.yaml`, 'utf8') });
const play = (name: string, seed = SEED) => {
  const lines: string[] = [];
  const { failed, log } = runScenario(load(name), seed, (l) => {
    lines.push(l);
  });
  return { lines, failed, log };
};
const names = readdirSync(FOLDER)
  .filter((f) => f.endsWith('.yaml'))
  .map((f) => f.slice(0, -'.yaml'.length));

test.for(names)('%s (seed 1)', async (name) => {
  const { lines, failed } = play(name);
  expect(failed).toEqual([]);
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`goldens/${name}.txt`);
});

test.for(names)('%s: the same seed gives the same log twice, another seed another (seeds 7 and 8)', (name) => {
  const all = (seed: number) => JSON.stringify(play(name, seed).log.since(0, Infinity));
  expect(all(7)).toBe(all(7));
  expect(all(8)).not.toBe(all(7));
});

test('what is wrong with a scenario is told at its place', () => {
  const wrong = (steps: string) => () =>
    readScenario({ name: 's.yaml', text: `apiVersion: drydock.dev/v1\nkind: Scenario\nspec:\n  steps:\n  ${steps}\n` });
  expect(wrong('- {at: 5x, delete: pod/a}')).toThrow('s.yaml:5:10: at must be a span of time such as 90s');
  expect(wrong('- {at: 5s, scal: deployment/a}')).toThrow('did you mean scale?');
  expect(wrong('- {scale: web, replicas: 1}')).toThrow('scale names an object as kind/name');
  expect(() => readScenario({ name: 's.yaml', text: 'apiVersion: v1\nkind: Pod\n' })).toThrow(
    's.yaml has no document of apiVersion: drydock.dev/v1, kind: Scenario',
  );
});

test('an expectation that does not hold, and a step that is refused, fail the run', () => {
  const { failed } = runScenario(
    readScenario({
      name: 's.yaml',
      text: 'apiVersion: drydock.dev/v1\nkind: Scenario\nspec:\n  steps:\n  - {expect: {pods: app=a, ready: 1}}\n  - {at: 1s, scale: deployment/gone, replicas: 2}\n',
    }),
    1,
    () => {},
  );
  expect(failed).toEqual([
    '0:00.000 expected app=a: 1 ready pods, found 0 ready',
    '0:01.000 scale is refused: deployments "gone" not found',
  ]);
});
