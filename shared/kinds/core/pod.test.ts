/** What is said of new pods and of templates of pods, with Kubernetes' own words. */
import { describe, expect, test } from 'vitest';
import { deepFreeze } from '../../api/json.ts';
import { defaultPodTemplateSpec, validatePodTemplateSpec } from './pod-template-spec.ts';
import { pods } from './pod.ts';
import { APP, container, NOW, pod, said, type Json } from './testing.ts';

const refused = (spec: Json, metadata?: Json) => said(pods.validate!(pod(spec, metadata)));

describe('a new pod', () => {
  test.each<readonly [what: string, spec: Json, ...words: readonly string[]]>([
    [
      'a probe of no port',
      container({ livenessProbe: { httpGet: {} } }),
      'spec.containers[0].livenessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive',
    ],
    [
      'a hook that does nothing',
      container({ lifecycle: { preStop: {} } }),
      'spec.containers[0].lifecycle.preStop: Required value: must specify a handler type',
    ],
    [
      'a long sleep',
      container({ lifecycle: { preStop: { sleep: { seconds: 31 } } } }),
      'spec.containers[0].lifecycle.preStop.sleep: Invalid value: 31: must be non-negative and less than terminationGracePeriodSeconds (30)',
    ],
    [
      'ports taken twice',
      container({
        ports: [
          { containerPort: 80, hostPort: 80 },
          { containerPort: 81, hostPort: 80 },
        ],
      }),
      'spec.containers[0].ports[1].hostPort: Duplicate value: "TCP//80"',
    ],
    [
      "another port in the node's network",
      { hostNetwork: true, ...container({ ports: [{ containerPort: 80, hostPort: 81 }] }) },
      'spec.containers[0].ports[0].hostPort: Invalid value: 81: must match `containerPort` when `hostNetwork` is true',
    ],
    [
      'a variable from nowhere',
      container({ env: [{ name: 'A', valueFrom: {} }] }),
      'spec.containers[0].env[0].valueFrom: Invalid value: "": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`',
    ],
    [
      'a divisor of another resource',
      container({ env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1Mi' } } }] }),
      'spec.containers[0].env[0].valueFrom.resourceFieldRef.divisor: Invalid value: "limits.cpu": only divisor\'s values 1m and 1 are supported with the cpu resource',
    ],
    [
      'an envFrom of nothing',
      container({ envFrom: [{ prefix: 'X' }] }),
      'spec.containers[0].envFrom: Invalid value: "": must specify one of: `configMapRef` or `secretRef`',
    ],
    [
      'a mount outside',
      { volumes: [{ name: 'v' }], ...container({ volumeMounts: [{ name: 'v', mountPath: '/a', subPath: '../b' }] }) },
      'spec.containers[0].volumeMounts.subPath: Invalid value: "../b": must not contain \'..\'',
    ],
    [
      'a mount of a wrong volume',
      { volumes: [{ name: 'v', secret: {} }], ...container({ volumeMounts: [{ name: 'v', mountPath: '/a' }] }) },
      'spec.volumes[0].secret.secretName: Required value',
      'spec.containers[0].volumeMounts[0].name: Not found: "v"',
    ],
    [
      'a device that is none',
      { volumes: [{ name: 'v' }], ...container({ volumeDevices: [{ name: 'v', devicePath: '/dev/x' }] }) },
      'spec.containers[0].volumeDevices[0].name: Invalid value: "v": can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode',
    ],
    [
      'two files of one name',
      {
        volumes: [
          {
            name: 'v',
            projected: {
              sources: [
                { configMap: { name: 'a', items: [{ key: 'k', path: 'f' }] } },
                { secret: { name: 'b', items: [{ key: 'k', path: 'f' }] } },
              ],
            },
          },
        ],
      },
      'spec.volumes[0].projected: Invalid value: "b": conflicting duplicate paths',
    ],
    [
      'a claim it makes itself',
      {
        volumes: [
          {
            name: 'v',
            ephemeral: { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } } },
          },
          { name: 'w', persistentVolumeClaim: { claimName: 'p-v' } },
        ],
      },
      'spec.volumes[1].persistentVolumeClaim.claimName: Invalid value: "p-v": must not reference a PVC that gets created for an ephemeral volume',
    ],
    [
      'a request without a limit',
      container({ resources: { requests: { 'example.com/gpu': '1' } } }),
      'spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources',
    ],
    [
      'half a page',
      container({ resources: { limits: { memory: '1Gi', 'hugepages-2Mi': '3Mi' } } }),
      'spec.containers[0].resources.limits[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi',
      'spec.containers[0].resources.requests[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi',
    ],
    [
      'less than its containers need',
      { resources: { requests: { cpu: '1' } }, ...container({ resources: { requests: { cpu: '2' } } }) },
      'spec.resources.requests[cpu]: Invalid value: "1": must be greater than or equal to aggregate container requests of 2',
    ],
    [
      'a probe of what only ends',
      { initContainers: [{ name: 'i', image: 'x', readinessProbe: { exec: { command: ['x'] } } }] },
      'spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always',
    ],
    [
      'rules without a policy',
      container({ restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [42] } }] }),
      'spec.containers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used',
    ],
    [
      'rules without a policy, before it starts',
      { initContainers: [{ ...APP, name: 'i', restartPolicyRules: [{ action: 'Restart' }] }] },
      'spec.initContainers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used',
    ],
    [
      'a weight of nothing',
      { affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 0, preference: {} }] } } },
      'spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 0: must be in the range 1-100',
    ],
    [
      'spread twice over one thing',
      { topologySpreadConstraints: [1, 2].map((maxSkew) => ({ maxSkew, topologyKey: 'z', whenUnsatisfiable: 'DoNotSchedule' })) },
      'spec.topologySpreadConstraints[0].{topologyKey, whenUnsatisfiable}: Duplicate value: "{z, DoNotSchedule}"',
    ],
    ['no names to ask', { dnsPolicy: 'None' }, 'spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None'],
    [
      "its own users in the node's network",
      { hostUsers: false, hostNetwork: true },
      'spec.hostNetwork: Forbidden: when `hostUsers` is false',
    ],
    [
      'Linux on Windows',
      { os: { name: 'windows' }, securityContext: { fsGroup: 1 } },
      'spec.securityContext.fsGroup: Forbidden: cannot be set for a windows pod',
    ],
    [
      'a node behind a gate',
      { nodeName: 'n', schedulingGates: [{ name: 'a/b' }] },
      'spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared',
    ],
    [
      'an image with room around it',
      container({ image: ' x' }),
      'spec.containers[0].image: Invalid value: " x": must not have leading or trailing whitespace',
    ],
    [
      'a debugger from the start',
      { ephemeralContainers: [{ name: 'd', image: 'x' }] },
      'spec.ephemeralContainers: Forbidden: cannot be set on create',
    ],
  ])('is refused with %s', (_what, spec, ...words) => expect(refused(spec as Json)).toEqual(words));

  test('costs what cannot be counted', () =>
    expect(refused({}, { annotations: { 'controller.kubernetes.io/pod-deletion-cost': '+1' } })).toEqual([
      'metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: "+1": must be a 32bit integer',
    ]));
  test('says at once that gates hold it', () =>
    expect(pod({ schedulingGates: [{ name: 'a/b' }] }).status.conditions).toMatchObject([
      { type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', lastTransitionTime: NOW },
    ]));
  test('has its label keys resolved', () => {
    const { topologySpreadConstraints: [c] = [] } = pod(
      {
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: 'z',
            whenUnsatisfiable: 'DoNotSchedule',
            labelSelector: { matchLabels: { app: 'x' } },
            matchLabelKeys: ['hash'],
          },
        ],
      },
      { labels: { hash: '1' } },
    ).spec;
    expect(c?.labelSelector?.matchExpressions).toEqual([{ key: 'hash', operator: 'In', values: ['1'] }]);
  });
  test('that states something for itself asks for what its containers ask', () =>
    expect(
      pod({ resources: { limits: { cpu: '2', memory: '1Gi' } }, ...container({ resources: { requests: { cpu: '250m' } } }) }).spec
        .resources,
    ).toEqual({ limits: { cpu: '2', memory: '1Gi' }, requests: { cpu: '250m', memory: '1Gi' } }));
});

describe('a template', () => {
  test('is checked at its own path, and its labels are not under metadata', () => {
    const t = deepFreeze({ metadata: { labels: { 'a b': 'c' } }, spec: { containers: [{ name: 'app' }] } });
    expect(said(validatePodTemplateSpec(defaultPodTemplateSpec(t), 'spec.template')).map((m) => m.slice(0, 60))).toEqual([
      expect.stringMatching(/^spec\.template\.labels: Invalid value: "a b"/),
      'spec.template.spec.containers[0].image: Required value',
    ]);
  });
  test('is completed once', () => {
    const t = deepFreeze({ spec: { containers: [APP] } });
    const complete = defaultPodTemplateSpec(t);
    expect(defaultPodTemplateSpec(t)).toBe(complete);
    expect(defaultPodTemplateSpec(complete)).toBe(complete);
  });
});
