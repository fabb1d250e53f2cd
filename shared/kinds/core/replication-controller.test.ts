/** ReplicationControllers and PodTemplates: what is filled in, refused and printed. */
import { describe, expect, test } from 'vitest';
import { decodeValue } from '../../api/decode/decode.ts';
import { deepFreeze } from '../../api/json.ts';
import type { PodTemplate, ReplicationController } from '../types.ts';
import { podTemplates } from './pod-template.ts';
import { replicationControllers } from './replication-controller.ts';

type Json = Record<string, unknown>;
const template = (spec: Json = {}) => ({
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'app', image: 'nginx:1' }], ...spec },
});
const controller = (spec: Json) =>
  replicationControllers.default!(
    deepFreeze(decodeValue<ReplicationController>('ReplicationController', { metadata: { name: 'rc' }, spec, status: {} }).value),
  );
const said = (errors: readonly { readonly field: string; readonly detail: string }[]) => errors.map((e) => `${e.field}: ${e.detail}`);

describe('a ReplicationController', () => {
  test('selects and is labelled as its template says', () => {
    const o = controller({ template: template() });
    expect(o).toMatchObject({ metadata: { labels: { app: 'web' } }, spec: { replicas: 1, selector: { app: 'web' } } });
    expect(replicationControllers.default!(o)).toBe(o);
    expect(replicationControllers.validate!(o)).toEqual([]);
  });
  test.each<readonly [what: string, spec: Json, ...words: readonly string[]]>([
    ['nothing', {}, 'spec.selector: Required value', 'spec.template: Required value'],
    ['less than none', { replicas: -1, template: template() }, 'spec.replicas: Invalid value: -1: must be greater than or equal to 0'],
    [
      'pods it does not select',
      { selector: { app: 'db' }, template: template() },
      'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
    ],
    [
      'pods that end',
      { template: template({ restartPolicy: 'Never', activeDeadlineSeconds: 1 }) },
      'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
      'spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicationController is not Supported',
    ],
  ])('is refused with %s', (_what, spec, ...words) =>
    expect(said(replicationControllers.validate!(controller(spec as Json)))).toEqual(words),
  );
  test('is told twice what is wrong with a change', () => {
    const o = controller({ replicas: -1, template: template() });
    expect(said(replicationControllers.validateUpdate!(o, o))).toEqual(
      [1, 2].map(() => 'spec.replicas: Invalid value: -1: must be greater than or equal to 0'),
    );
  });
});

describe('a PodTemplate', () => {
  const brought = (t: Json) =>
    podTemplates.default!(deepFreeze(decodeValue<PodTemplate>('PodTemplate', { metadata: { name: 't' }, template: t }).value));
  test('is checked under template', () =>
    expect(said(podTemplates.validate!(brought(template({ restartPolicy: 'Maybe' }))))).toEqual([
      'template.spec.restartPolicy: Unsupported value: "Maybe": supported values: "Always", "OnFailure", "Never"',
    ]));
  test('prints its containers and labels', () =>
    expect(podTemplates.columns!.map((c) => c.cell(brought(template()), { nowMs: 0 }))).toEqual(['t', 'app', 'nginx:1', 'app=web']));
});
