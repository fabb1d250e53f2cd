/** What a real API server made of objects and said of bad ones, against the kinds' own defaults and checks. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { decodeValue } from '../api/decode/decode.ts';
import { invalid, invalidObject, type FieldError } from '../api/errors.ts';
import { deepFreeze } from '../api/json.ts';
import { isDNS1123Subdomain } from '../api/names.ts';
import type { ApiObject } from '../api/object.ts';
import { group, type KindDefinition } from './definition.ts';
import { kinds } from './index.ts';

const cases = fileURLToPath(new URL('../../../shared/fidelity/cases/', import.meta.url));

interface Step {
  readonly method?: string;
  readonly path: string;
  readonly body?: object;
  readonly headers?: object;
  readonly expect?: { readonly status: number; readonly body: ApiObject & { reason?: string; message?: string; details?: object } };
}

/** What allocators and admission add. */
const GIVEN = {
  services: ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'healthCheckNodePort'],
  nodes: ['taints'],
  pods: ['serviceAccount', 'serviceAccountName', 'priority', 'preemptionPolicy'],
} as Record<string, readonly string[]>;

const kindOf = (path: string): KindDefinition | undefined =>
  kinds.find((k) => new RegExp(`/${k.plural}(/[^/]+)?(\\?|$)`).test(path) && path.includes(group(k) || '/api/v1'));
const stepsOf = (file: string) =>
  (JSON.parse(readFileSync(`${cases}${file}`, 'utf8').replaceAll('$NS', 'nsx').replaceAll('<ip>', '10.9.8.7')) as { steps: Step[] }).steps;
const files = (category: string) => (existsSync(cases) ? readdirSync(`${cases}${category}`).map((f) => `${category}/${f}`) : []);

/** An object as the pipeline brings it to the checks. */
function brought(k: KindDefinition, body: object): ApiObject {
  const { clusterIP } = (body as { spec?: { clusterIP?: string } }).spec ?? {};
  const draft = decodeValue<ApiObject>(k.type ?? k.kind, clusterIP ? merged(body, { spec: { clusterIPs: [clusterIP] } }) : body).value; // the allocator keeps both in step
  const o = deepFreeze({
    ...draft,
    apiVersion: k.apiVersion,
    kind: k.kind,
    metadata: {
      ...draft.metadata,
      creationTimestamp: '2026-01-01T00:00:00Z',
      uid: 'u',
      resourceVersion: '1',
      ...(k.namespaced ? { namespace: 'nsx' } : {}),
      ...(k.generation ? { generation: 1 } : {}),
    },
  });
  const complete = k.default?.(o) ?? o;
  return deepFreeze(k.prepareCreate?.(complete) ?? complete);
}

const about = (k: KindDefinition) => ({ group: group(k), kind: k.kind, plural: k.plural });
const nameErrors = (k: KindDefinition, o: ApiObject): FieldError[] =>
  (k.validateName?.(o.metadata.name, false) ?? isDNS1123Subdomain(o.metadata.name)).map((m) =>
    invalid('metadata.name', o.metadata.name, m),
  );

/** The recordings hide addresses. */
const hidden = <T>(o: T): T =>
  JSON.parse(JSON.stringify(o).replace(/\b(?:10|127|172|192|100)\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/g, '10.9.8.7')) as T;

function plainly(k: KindDefinition, o: object): object {
  const {
    metadata: { uid, resourceVersion, creationTimestamp, finalizers, ...metadata },
    ...rest
  } = hidden(o) as ApiObject & { spec?: Record<string, any> };
  for (const f of GIVEN[k.plural] ?? []) delete rest.spec?.[f];
  for (const p of rest.spec?.['ports'] ?? []) delete p.nodePort;
  if (k.plural === 'pods') rest.spec = withoutAdmission(rest.spec!);
  return { ...rest, metadata };
}

/** A pod's spec without the token and the tolerations that admission gives it. */
function withoutAdmission({ tolerations, volumes, containers, initContainers, ...spec }: Record<string, any>): Record<string, any> {
  const some = (field: string, list: any[] | undefined, given: (x: any) => boolean) => {
    const left = list?.filter((x) => !given(x));
    return left?.length ? { [field]: left } : {};
  };
  const token = ({ name }: { name: string }) => name.startsWith('kube-api-access-');
  const without = (list: any[]) => list.map(({ volumeMounts, ...c }) => ({ ...c, ...some('volumeMounts', volumeMounts, token) }));
  return {
    ...spec,
    containers: without(containers),
    ...(initContainers ? { initContainers: without(initContainers) } : {}),
    ...some('volumes', volumes, token),
    ...some('tolerations', tolerations, (t) => /^node.kubernetes.io/.test(t.key)),
  };
}

describe.skipIf(!existsSync(cases))('recorded', () => {
  const objects = files('defaults').flatMap((f) =>
    stepsOf(f)
      .filter((s) => s.method === 'POST' && s.expect?.status === 201)
      .map((s) => ({ f, s })),
  );
  test.each(objects)('$f is completed', ({ s }) => {
    const k = kindOf(s.path)!;
    const o = brought(k, s.body!);
    expect(plainly(k, o)).toEqual(plainly(k, s.expect!.body));
    expect(k.default?.(o) ?? o).toEqual(o);
    expect([...nameErrors(k, o), ...(k.plural === 'services' ? [] : (k.validate?.(o) ?? []))]).toEqual([]);
  });

  const refused = files('validation')
    .flatMap((f) => stepsOf(f).map((s, i, all) => ({ f, s, before: all[i - 1] })))
    .filter(({ s }) => s.expect?.status === 422 && kindOf(s.path));
  const answer = (e: { message?: string; details?: object }) => hidden({ message: e.message, details: e.details });
  test.each(refused.filter(({ s }) => s.method === 'POST'))('$f is refused', ({ f, s }) => {
    const k = kindOf(s.path)!;
    const o = brought(k, s.body!);
    if (/out-of-range/.test(f)) return expect(k.validate!(o).filter((e) => e.field === 'spec.clusterIPs')).toEqual([]); // the allocator's word
    const own = (k.validate?.(o) ?? []).filter(
      (e) => !(k.plural === 'services' && e.detail === 'Required value' && /clusterIPs$|healthCheckNodePort/.test(e.field)),
    );
    expect(answer(invalidObject(about(k), o.metadata.name, [...nameErrors(k, o), ...own]))).toEqual(answer(s.expect!.body));
  });

  test.each(refused.filter(({ s }) => s.method === 'PATCH' && !/uid/.test(JSON.stringify(s.body))))('$f is refused', ({ f, s, before }) => {
    const k = kindOf(s.path)!;
    const previous = f.includes('service-')
      ? brought(k, merged(before!.body!, { spec: { clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1'] } }) as object)
      : brought(k, before!.body!);
    let next = deepFreeze(decodeValue<ApiObject>(k.type ?? k.kind, merged(previous, s.body)).value);
    if (f.includes('to-headless')) next = merged(next, { spec: { clusterIPs: ['None'] } }) as ApiObject; // the allocator keeps both in step
    const complete = k.default?.(next) ?? next;
    const errors = k.validateUpdate!(k.prepareUpdate?.(complete, previous) ?? complete, previous);
    expect(answer(invalidObject(about(k), previous.metadata.name, errors))).toEqual(answer(s.expect!.body));
  });
});

/** A merge patch applied. */
function merged(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const out = { ...(target as Record<string, unknown>) };
  for (const [k, v] of Object.entries(patch))
    if (v === null) delete out[k];
    else out[k] = merged(out[k] ?? {}, v);
  return out;
}
