import { describe, expect, it } from 'vitest';
import { behaviourFaults, behaviourOf, endOfRun, metricMilli, ORDINARY, requestsPerSecond } from './behaviour.ts';

const ours = (name: string) => `behaviour.drydock.dev/${name}`;

describe('behaviour of an application', () => {
  it('is ordinary where nothing is said', () => {
    expect(behaviourOf(undefined, 'app')).toBe(ORDINARY);
    expect(behaviourOf({ 'example.com/startup': '5s' }, 'app')).toBe(ORDINARY);
  });

  it('holds for all containers, or for the one that is named', () => {
    const annotations = Object.freeze({ [ours('startup')]: '5s', [`app.${ours('startup')}`]: '1m', [ours('memory-at-rest')]: '64Mi' });
    expect(behaviourOf(annotations, 'proxy')).toMatchObject({ startupMs: 5000, memoryAtRest: 64 * 1024 * 1024 });
    expect(behaviourOf(annotations, 'app')).toMatchObject({ startupMs: 60_000, memoryAtRest: 64 * 1024 * 1024 });
  });

  it('ends runs one after the other as the list says, the last for ever', () => {
    const b = behaviourOf({ [ours('exit-after')]: '2s', [ours('exits')]: '1, 137 runs' }, 'app');
    expect([0, 1, 2, 9].map((run) => endOfRun(b, run))).toEqual([1, 137, 'runs', 'runs']);
    expect(endOfRun(ORDINARY, 3)).toBe(0);
  });

  it('passes over what it cannot read, and says so when asked', () => {
    const annotations = {
      [ours('startup')]: 'soon',
      [ours('colour')]: 'red',
      [ours('cpu-at-rest')]: '250m',
      [ours('requests-per-second')]: '10',
    };
    expect(behaviourOf(annotations, 'app')).toMatchObject({ startupMs: ORDINARY.startupMs, cpuAtRest: 250 });
    expect(behaviourFaults(annotations).map((f) => f.fault)).toEqual([
      '"soon" is no span of time such as 30s or 1m30s',
      'there is no behaviour "colour"',
    ]);
  });

  it('reads load and metrics off any object', () => {
    const o = { metadata: { annotations: { [ours('requests-per-second')]: '1500m', [`metric.${ours('queue')}`]: '30' } } };
    expect(requestsPerSecond(o)).toBe(1.5);
    expect(metricMilli(o, 'queue')).toBe(30_000);
    expect(metricMilli(o, 'other')).toBeUndefined();
  });
});
