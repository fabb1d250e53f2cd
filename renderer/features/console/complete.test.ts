import { expect, test } from 'vitest';
import { kinds } from '#shared/kinds/index.ts';
import { commonStart, complete, type CompletionSource } from './complete.ts';
import { Kinds } from './kinds.ts';

const names: Readonly<Record<string, readonly string[]>> = {
  'pods default': ['web-1', 'web-2'],
  'pods shop': ['api-1'],
  'nodes default': ['n1'],
  'serviceaccounts default': ['build'],
};
const source: CompletionSource = {
  kinds: new Kinds(kinds, []),
  namespace: 'default',
  namespaces: () => ['default', 'shop'],
  names: (k, ns) => names[`${k.plural} ${ns}`] ?? [],
};
/** What is offered at the end of a line, and from where on it would stand. */
const offered = (line: string) => {
  const c = complete(line, line.length, source);
  return [line.slice(0, c.from), ...c.choices.map((x) => x.text)];
};

test('verbs first, with kubectl before them or without, then what the verb takes', () => {
  expect([offered('desc'), offered('kubectl desc'), offered('rollout st')]).toEqual([
    ['', 'describe'],
    ['kubectl ', 'describe'],
    ['rollout ', 'status'],
  ]);
  expect(offered('get deployment')).toEqual(['get ', 'deployments']);
  expect(offered('explain pods.spec.activeD')).toEqual(['explain pods.spec.', 'activeDeadlineSeconds']);
});

test('names of the namespace that is meant, after the kind by any of its names, or after a slash', () => {
  expect([offered('get po '), offered('get pods web-1 '), offered('describe pod/'), offered('get pods -n shop ')]).toEqual([
    ['get po ', 'web-1', 'web-2'],
    ['get pods web-1 ', 'web-2'],
    ['describe pod/', 'web-1', 'web-2'],
    ['get pods -n shop ', 'api-1'],
  ]);
  expect([offered('drain '), offered('logs web-'), offered('create token ')]).toEqual([
    ['drain ', 'n1'],
    ['logs ', 'web-1', 'web-2'],
    ['create token ', 'build'],
  ]);
});

test('flags, their values and namespaces', () => {
  expect([offered('get pods -n '), offered('get pods --namespace=s'), offered('get pods --show-l'), offered('get pods -o js')]).toEqual([
    ['get pods -n ', 'default', 'shop'],
    ['get pods --namespace=', 'shop'],
    ['get pods ', '--show-labels'],
    ['get pods -o ', 'json', 'jsonpath='],
  ]);
});

test('what may be done with what is asked verb by verb and kind by kind', () => {
  expect([offered('auth can-i cr'), offered('auth can-i create deployment'), offered('auth can-i get pods ')]).toEqual([
    ['auth can-i ', 'create'],
    ['auth can-i create ', 'deployments'],
    ['auth can-i get pods ', 'web-1', 'web-2'],
  ]);
});

test('what all choices begin with is filled in at once', () => {
  expect([commonStart([{ text: 'web-1' }, { text: 'web-2' }]), commonStart([])]).toEqual(['web-', '']);
});
