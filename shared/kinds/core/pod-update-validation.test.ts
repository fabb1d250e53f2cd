import { describe, expect, test } from 'vitest';
import type { Pod } from '../types.ts';
import { pods } from './pod.ts';
import { APP, container, pod, said, type Json } from './testing.ts';

const changed = (from: Json, to: Json) => said(pods.validateUpdate!(pod(to), pod(from)));

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
