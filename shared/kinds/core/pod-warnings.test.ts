import { expect, test } from 'vitest';
import { pods } from './pod.ts';
import { container, pod, type Json } from './testing.ts';

test('warnings are given at the paths of what they are about', () => {
  const p = pod({
    nodeSelector: { 'beta.kubernetes.io/os': 'linux' },
    ...container({
      env: [
        { name: 'A', value: '1' },
        { name: 'A', value: '2' },
      ],
      resources: { limits: { memory: '100m' } },
    }),
  });
  expect(pods.warnings!(p)).toEqual([
    'spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead',
    'spec.containers[0].resources.limits[memory]: fractional byte value "100m" is invalid, must be an integer',
    'spec.containers[0].resources.requests[memory]: fractional byte value "100m" is invalid, must be an integer',
    'spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply',
  ]);
});

test('files of a volume that lie over each other are told, with what they are made of', () => {
  const items = (...paths: readonly string[]) => paths.map((path) => ({ key: 'k', path }));
  const p = pod({
    volumes: [
      { name: 'a', configMap: { name: 'c', items: items('etc', 'etc/x/', 'other') } },
      { name: 'b', secret: { secretName: 's', items: items('k', 'key') } },
      {
        name: 'c',
        projected: { sources: [{ configMap: { name: 'c', items: items('token') } }, { serviceAccountToken: { path: 'token' } }, {}] },
      },
    ],
  });
  expect(pods.warnings!(p)).toEqual([
    'volume "a" (ConfigMap "c"): overlapping paths: "etc/x" with "etc"',
    'volume "c" (Projected) has no sources provided',
    'volume "c" (Projected): overlapping paths: "token" (ServiceAccountToken) with "token" (ConfigMap "c")',
  ]);
});

test('a profile that only an annotation asks for is warned of', () => {
  const key = 'container.apparmor.security.beta.kubernetes.io/app';
  const annotated = (value: string, more: Json = {}) => pods.warnings!(pod(container(more), { annotations: { [key]: value } }));
  const old = [`metadata.annotations[${key}]: deprecated since v1.30; use the "appArmorProfile" field instead`];
  expect(annotated('unconfined')).toEqual(old);
  expect(annotated('localhost/ x')).toEqual(old);
  expect(annotated('unconfined', { securityContext: { appArmorProfile: { type: 'Unconfined' } } })).toEqual([]);
});
