/** What is said of pods: of bad ones, of bad changes, in warnings and in tables; with Kubernetes' own words. */
import { describe, expect, test } from 'vitest';
import { decodeValue } from '../../api/decode/decode.ts';
import { deepFreeze } from '../../api/json.ts';
import type { Pod } from '../types.ts';
import { pods } from './pod.ts';
import { defaultPodTemplateSpec, validatePodTemplateSpec } from './pod-template-spec.ts';

type Json = Record<string, unknown>;
const APP = { name: 'app', image: 'nginx:1.27' };
const NOW = '2026-01-01T00:00:00Z';

/** A pod as the pipeline brings it to the checks. */
function pod(spec: Json, metadata: Json = {}, status: Json = {}): Pod {
  const { value } = decodeValue<Pod>('Pod', {
    metadata: { name: 'p', uid: 'u', resourceVersion: '1', creationTimestamp: NOW, ...metadata },
    spec: { containers: [APP], ...spec },
    status,
  });
  const o = pods.prepareCreate!(pods.default!(deepFreeze(value)));
  return deepFreeze({ ...o, status: { ...o.status, ...value.status } });
}
const said = (errors: readonly { readonly field: string; readonly detail: string }[]) => errors.map((e) => `${e.field}: ${e.detail}`);
const refused = (spec: Json, metadata?: Json) => said(pods.validate!(pod(spec, metadata)));
const changed = (from: Json, to: Json) => said(pods.validateUpdate!(pod(to), pod(from)));
const container = (more: Json) => ({ containers: [{ ...APP, ...more }] });

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

describe('a pod that is there', () => {
  test('takes another image, a nearer deadline and more tolerations', () =>
    expect(changed({}, { ...container({ image: 'nginx:2' }), activeDeadlineSeconds: 5, tolerations: [{ operator: 'Exists' }] })).toEqual(
      [],
    ));
  test.each<readonly [what: string, from: Json, to: Json, words: string]>([
    [
      'a new container',
      {},
      { containers: [APP, { ...APP, name: 'b' }] },
      'spec.containers: Forbidden: pod updates may not add or remove containers',
    ],
    [
      'a later deadline',
      { activeDeadlineSeconds: 5 },
      { activeDeadlineSeconds: 6 },
      'spec.activeDeadlineSeconds: Invalid value: 6: must be less than or equal to previous value',
    ],
    [
      'no deadline',
      { activeDeadlineSeconds: 5 },
      {},
      'spec.activeDeadlineSeconds: Invalid value: null: must not update from a positive integer to nil value',
    ],
    [
      'fewer tolerations',
      { tolerations: [{ operator: 'Exists' }] },
      {},
      'spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds',
    ],
    [
      'a new gate',
      {},
      { schedulingGates: [{ name: 'a/b' }] },
      "spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'a/b'",
    ],
    [
      'a wider selector behind a gate',
      { schedulingGates: [{ name: 'g' }], nodeSelector: { a: 'b' } },
      { schedulingGates: [{ name: 'g' }] },
      'spec.nodeSelector: Invalid value: null: only additions to spec.nodeSelector are allowed (no mutations or deletions)',
    ],
  ])('is refused %s', (_what, from, to, words) => expect(changed(from, to)).toEqual([words]));
  test('becomes narrower behind a gate, and only there', () => {
    const gate = { schedulingGates: [{ name: 'g' }] };
    const narrow = {
      nodeSelector: { a: 'b' },
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Exists' }] }] },
        },
      },
    };
    expect(changed(gate, { ...gate, ...narrow })).toEqual([]);
    expect(changed({}, narrow)[0]).toMatch(
      /^spec: Forbidden: pod updates may not change fields other than `spec.containers\[\*\].image`,`spec.initContainers\[\*\].image`,/,
    );
  });
  test('keeps its ephemeral containers', () => {
    const part = pods.parts!['ephemeralcontainers']!;
    const debug = { ephemeralContainers: [{ name: 'd', image: 'x' }] };
    expect(said(part.validateUpdate(part.prepareUpdate(pod({ ...debug, hostPID: true }), pod({})), pod({})))).toEqual([]);
    expect(said(part.validateUpdate(part.prepareUpdate(pod({}), pod(debug)), pod(debug)))).toEqual([
      'spec.ephemeralContainers: Forbidden: existing ephemeral containers "d" may not be removed\n',
    ]);
    const other = pod({ ephemeralContainers: [{ name: 'd', image: 'y' }] });
    expect(said(part.validateUpdate(part.prepareUpdate(other, pod(debug)), pod(debug)))).toEqual([
      'spec.ephemeralContainers: Forbidden: existing ephemeral containers "d" may not be changed\n@@ -1,6 +1,6 @@\n {\n  "Name": "d",\n- "Image": "x",\n+ "Image": "y",\n  "Command": null,\n  "Args": null,\n  "WorkingDir": "",\n',
    ]);
  });
  test('is resized within its class', () => {
    const part = pods.parts!['resize']!;
    const of = (r: Json) => pod(container({ resources: r }));
    const to = (next: Pod, from: Pod) => said(part.validateUpdate(part.prepareUpdate(next, from), from));
    expect(to(of({ requests: { cpu: '2' } }), of({ requests: { cpu: '1' } }))).toEqual([]);
    expect(to(of({ requests: { memory: '1Gi' } }), of({ requests: { cpu: '1' } }))).toEqual([
      'spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed',
    ]);
    expect(to(of({ limits: { cpu: '1', memory: '1Gi' } }), of({ requests: { cpu: '1' } }))[0]).toBe(
      'spec: Invalid value: "Burstable": Pod QOS Class may not change as a result of resizing',
    );
  });
  test('is told all that is moved by a resize', () => {
    const part = pods.parts!['resize']!;
    const from = pod({ initContainers: [{ ...APP, name: 'i' }] });
    expect(said(part.validateUpdate(part.prepareUpdate(pod({ containers: [{ ...APP, name: 'other' }] }), from), from))).toEqual([
      'spec.containers[0].name: Forbidden: containers may not be renamed or reordered on resize',
      'spec.initContainers: Forbidden: initContainers may not be added or removed on resize',
    ]);
  });
  test('has its address among its addresses', () => {
    const of = (status: Json) => {
      const { podIP, podIPs } = pods.default!(pod({}, {}, status)).status;
      return [podIP, podIPs];
    };
    expect(of({ podIP: '10.0.0.1' })).toEqual(['10.0.0.1', [{ ip: '10.0.0.1' }]]);
    expect(of({ podIPs: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }] })).toEqual(['10.0.0.1', [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }]]);
    expect(of({ podIP: '10.0.0.2', podIPs: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }] })).toEqual(['10.0.0.2', [{ ip: '10.0.0.2' }]]);
  });
  test('does not start again what has ended for good', () => {
    const of = (state: Json) => pod({ restartPolicy: 'Never' }, {}, { containerStatuses: [{ name: 'app', state }] });
    expect(said(pods.validateStatusUpdate!(of({ running: {} }), of({ terminated: { exitCode: 0 } })))).toEqual([
      'status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state',
    ]);
  });
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

describe('a table', () => {
  const cells = (p: Pod) => pods.columns!.slice(1, 4).map((c) => c.cell(p, { nowMs: Date.parse('2026-01-01T00:10:00Z') }));
  const ended = { terminated: { exitCode: 1, reason: 'Error', finishedAt: '2026-01-01T00:09:55Z' } };
  test.each<readonly [status: string, cells: readonly string[], spec: Json, state: Json, metadata?: Json]>([
    ['waits', ['0/1', 'Pending', '0'], {}, {}],
    [
      'makes its containers',
      ['0/1', 'ContainerCreating', '0'],
      {},
      { containerStatuses: [{ name: 'app', state: { waiting: { reason: 'ContainerCreating' } } }] },
    ],
    ['runs', ['1/1', 'Running', '0'], {}, { phase: 'Running', containerStatuses: [{ name: 'app', ready: true, state: { running: {} } }] }],
    [
      'crashes',
      ['0/1', 'CrashLoopBackOff', '3 (5s ago)'],
      {},
      {
        phase: 'Running',
        containerStatuses: [{ name: 'app', restartCount: 3, lastState: ended, state: { waiting: { reason: 'CrashLoopBackOff' } } }],
      },
    ],
    [
      'ended with a code',
      ['0/1', 'ExitCode:7', '0'],
      {},
      { phase: 'Failed', containerStatuses: [{ name: 'app', state: { terminated: { exitCode: 7 } } }] },
    ],
    [
      'initializes',
      ['0/1', 'Init:0/1', '0'],
      { initContainers: [{ name: 'i', image: 'x' }] },
      { initContainerStatuses: [{ name: 'i', state: { running: {} } }] },
    ],
    [
      'fails to initialize',
      ['0/1', 'Init:Error', '1 (5s ago)'],
      { initContainers: [{ name: 'i', image: 'x' }] },
      { initContainerStatuses: [{ name: 'i', restartCount: 1, lastState: ended, state: ended }] },
    ],
    [
      'has a sidecar',
      ['2/2', 'Running', '2'],
      { initContainers: [{ name: 's', image: 'x', restartPolicy: 'Always' }] },
      {
        phase: 'Running',
        initContainerStatuses: [{ name: 's', restartCount: 2, started: true, ready: true, state: { running: {} } }],
        containerStatuses: [{ name: 'app', ready: true, state: { running: {} } }],
      },
    ],
    [
      'goes',
      ['1/1', 'Terminating', '0'],
      {},
      { phase: 'Running', containerStatuses: [{ name: 'app', ready: true, state: { running: {} } }] },
      { deletionTimestamp: NOW },
    ],
    ['is lost', ['0/1', 'Unknown', '0'], {}, { phase: 'Running', reason: 'NodeLost' }, { deletionTimestamp: NOW }],
    ['is gated', ['0/1', 'SchedulingGated', '0'], { schedulingGates: [{ name: 'g' }] }, {}],
  ])('shows a pod that %s', (_what, expected, spec, status, metadata) =>
    expect(cells(pod(spec as Json, metadata as Json, status as Json))).toEqual(expected),
  );
  test.each([
    ['Running', []],
    ['Succeeded', [['Completed', 'Succeeded', 'The pod has completed successfully.']]],
    ['Failed', [['Completed', 'Failed', 'The pod failed.']]],
  ])('says beside the cells of a pod that is %s whether it is done', (phase, said) =>
    expect(pods.rowConditions!(pod({}, {}, { phase })).map((c) => [c.type, c.reason, c.message])).toEqual(said),
  );
});

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
