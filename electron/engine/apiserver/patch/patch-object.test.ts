import { describe, expect, test } from 'vitest';
import { ApiError } from '#shared/api/errors.ts';
import { TestCluster } from '../../testing/test-cluster.ts';
import type { Write } from '../lifecycle/write.ts';
import { patchObject, type PatchOptions, type PatchType } from './patch-object.ts';

const DEPLOYMENT = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd', labels: { app: 'd' } },
  spec: {
    replicas: 0,
    selector: { matchLabels: { app: 'd' } },
    template: {
      metadata: { labels: { app: 'd' } },
      spec: {
        containers: [
          { name: 'app', image: 'nginx:1.27' },
          { name: 'side', image: 's:1' },
        ],
      },
    },
  },
};

function cluster() {
  const {
    cluster: { core },
  } = new TestCluster().apply(DEPLOYMENT);
  const patch = (
    type: PatchType,
    body: unknown,
    options: PatchOptions & { subresource?: string; path?: [string, string, string]; name?: string } = {},
  ) => {
    const warnings: string[] = [];
    const [g, v, plural] = options.path ?? ['apps', 'v1', 'deployments'];
    const w: Write = {
      user: { name: 'admin', groups: ['system:masters'] },
      resource: core.resources.byPath(g, v, plural)!,
      namespace: 'default',
      name: options.name ?? 'd',
      subresource: options.subresource ?? '',
      fieldManager: options.fieldManager ?? 'test',
      warn: (t) => {
        warnings.push(t);
      },
    };
    return { ...patchObject(core, w, type, body, options), warnings } as { object: any; created: boolean; warnings: string[] };
  };
  return { core, patch };
}

function refusal(run: () => unknown): { code: number; reason: string; message: string } {
  try {
    run();
  } catch (e) {
    if (e instanceof ApiError) return { code: e.code, reason: e.reason, message: e.message };
    throw e;
  }
  throw new Error('it was not refused');
}

describe('a patch', () => {
  test('is put on the object and counted as a generation; one that changes nothing is not written', () => {
    const { patch } = cluster();
    const { object } = patch('strategic', { spec: { template: { spec: { containers: [{ name: 'side', image: 's:2' }] } } } });
    expect([object.metadata.generation, object.spec.template.spec.containers.map((c: any) => c.image)]).toEqual([2, ['nginx:1.27', 's:2']]);
    expect(patch('merge', { spec: { replicas: 0 } }).object.metadata.resourceVersion).toBe(object.metadata.resourceVersion);
  });
  test('of the status leaves the spec', () => {
    const { object } = cluster().patch('merge', { spec: { replicas: 9 }, status: { replicas: 2 } }, { subresource: 'status' });
    expect([object.spec.replicas, object.status.replicas]).toEqual([0, 2]);
  });
  test('in another version is put on what that version has', () => {
    const c = cluster();
    patchHpa(c.core);
    const { object } = c.patch(
      'merge',
      { spec: { targetCPUUtilizationPercentage: 50 } },
      { path: ['autoscaling', 'v1', 'horizontalpodautoscalers'], name: 'h' },
    );
    expect([object.apiVersion, object.spec.targetCPUUtilizationPercentage]).toEqual(['autoscaling/v1', 50]);
  });
  test('says which version it is for', () => {
    const { patch } = cluster();
    expect(refusal(() => patch('merge', { metadata: { resourceVersion: '1' }, spec: { replicas: 1 } }))).toMatchObject({
      code: 409,
      message:
        'Operation cannot be fulfilled on deployments.apps "d": the object has been modified; please apply your changes to the latest version and try again',
    });
  });
  test.each([
    ['json', '{}', 400, 'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp'],
    ['json', '[{"op":1}]', 400, 'error decoding patch: json: cannot unmarshal number into Go struct field jsonPatchOp.op of type string'],
    ['json', '', 400, 'error decoding patch: unexpected end of JSON input'],
    ['merge', 'null', 400, 'Invalid JSON Patch'],
    ['json', '[{"op":"test","path":"/spec/replicas","value":7}]', 422, 'the server rejected our request due to an error in our request'],
    ['merge', '{', 400, 'error decoding patch: unexpected end of JSON input'],
    ['merge', '[]', 400, 'error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}'],
    ['merge', '{"metadata":{"name":"e"}}', 400, 'the name of the object (e) does not match the name on the URL (d)'],
    [
      'strategic',
      '{"spec":{"template":{"spec":{"containers":[{"image":"x"}]}}}}',
      500,
      'map: map[image:x] does not contain declared merge key: name',
    ],
    [
      'strategic',
      '{"spec":{"replicas":"two"}}',
      422,
      ' "" is invalid: patch: Invalid value: "map[spec:map[replicas:two]]": unrecognized type: int32',
    ],
    ['apply', '{}', 422, 'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch'],
  ] as const)('%s %s is refused with %d', (type, body, code, message) => {
    expect(refusal(() => cluster().patch(type, body))).toMatchObject({ code, message });
  });
  test('that does not fit the type is shown as it would be', () => {
    const { message, code } = refusal(() => cluster().patch('merge', { spec: { replicas: 'two' } }));
    expect([code, message.slice(0, 43), message.slice(-87)]).toEqual([
      422,
      ' "" is invalid: patch: Invalid value: "{\\"a',
      'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32'.slice(-87),
    ]);
  });
  test('with unknown fields is warned of, refused or let pass', () => {
    const { patch } = cluster();
    const body = '{"spec":{"bogus":1},"spec":{"bogus":1}}';
    expect(patch('merge', body).warnings).toEqual(['duplicate field "spec"', 'unknown field "spec.bogus"']);
    expect(patch('merge', body, { fieldValidation: 'Ignore' }).warnings).toEqual([]);
    expect(refusal(() => patch('merge', body, { fieldValidation: 'Strict' })).message).toMatch(
      /strict decoding error: duplicate field "spec", unknown field "spec.bogus"$/,
    );
  });
  test('whose operations say more than they may is warned of, and not read as operations where nobody cares', () => {
    const { patch } = cluster();
    const body = '[{"op":"replace","path":"/spec/replicas","value":1,"foo":1,"op":"replace"}]';
    expect(patch('json', body).warnings).toEqual(['json patch unknown field "[0].foo"', 'json patch duplicate field "[0].op"']);
    expect(refusal(() => patch('json', body, { fieldValidation: 'Strict' })).message).toContain(
      'strict decoding error: json patch unknown field "[0].foo"',
    );
    expect(refusal(() => patch('json', '{}', { fieldValidation: 'Ignore' })).message).toBe(
      'json: cannot unmarshal object into Go value of type jsonpatch.Patch',
    );
  });
  test('of what is not there is not found', () => {
    expect(refusal(() => cluster().patch('merge', {}, { name: 'gone' }))).toMatchObject({
      code: 404,
      message: 'deployments.apps "gone" not found',
    });
  });
});

function patchHpa(core: ReturnType<typeof cluster>['core']): void {
  const resource = core.resources.byPath('autoscaling', 'v2', 'horizontalpodautoscalers')!;
  core.store.create(
    { resource: resource.id, namespace: 'default', name: 'h' },
    resource.definition.default!({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'h', namespace: 'default', uid: 'u', resourceVersion: '', creationTimestamp: '2030-01-01T00:00:00Z' },
      spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' } },
      status: {},
    } as never),
  );
}
