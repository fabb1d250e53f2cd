/**
 * A scenario: a file whose first document says what happens when, and whose other documents are what the cluster begins
 * with. Steps are written in kubectl's words.
 */
import { ApiError } from '#shared/api/errors.ts';
import { isObject, type JsonObject } from '#shared/api/json.ts';
import { parseSpan, type Ms } from '#shared/api/time.ts';
import type { SourceFile } from '#shared/ipc/manifests.ts';
import { isBroken, readManifests, type Manifest } from '#shared/yaml/manifest.ts';
import { nearest } from '#shared/yaml/check.ts';

/** What a person does, or looks for, at an instant. */
export type Action =
  | { readonly do: 'apply'; readonly objects: readonly JsonObject[] }
  | { readonly do: 'delete'; readonly what: string }
  | { readonly do: 'scale'; readonly what: string; readonly replicas: number }
  /** `image` is 'container=image', or an image for every container. */
  | { readonly do: 'setImage'; readonly what: string; readonly image: string }
  /** A JSON merge patch. */
  | { readonly do: 'patch'; readonly what: string; readonly with: JsonObject }
  | { readonly do: 'failNode' | 'recoverNode' | 'cordon' | 'uncordon' | 'drain'; readonly node: string }
  | { readonly do: 'expect'; readonly that: Expectation };

/** What is to hold. Pods by their labels ('app=web'), or the value at a path of an object ('deployment/web'). */
export type Expectation =
  | { readonly pods: string; readonly counts: Readonly<Record<string, number>> }
  | { readonly object: string; readonly path: string; readonly equals: unknown };

export interface Step {
  readonly atMs: Ms;
  readonly namespace: string;
  readonly action: Action;
}

export interface Scenario {
  readonly name: string;
  /** What is applied at time 0. */
  readonly manifests: readonly Manifest[];
  readonly steps: readonly Step[];
  /** When it ends. */
  readonly untilMs: Ms;
}

const COUNTS = ['total', 'pending', 'running', 'ready', 'succeeded', 'failed'];
const ACTIONS = [
  'apply',
  'delete',
  'scale',
  'setImage',
  'patch',
  'failNode',
  'recoverNode',
  'cordon',
  'uncordon',
  'drain',
  'expect',
] as const;

/** Reads a scenario. Throws ApiError (BadRequest) that says where it is wrong. */
export function readScenario(file: SourceFile): Scenario {
  const all = [...readManifests(file)];
  const broken = all.find(isBroken);
  if (broken) throw at(`${file.name}:${broken.note.line}:${broken.note.column}: ${broken.note.message}`);
  const manifests = all.filter((m): m is Manifest => !isBroken(m));
  const head = manifests.find((m) => m.value.kind === 'Scenario' && m.value.apiVersion === 'drydock.dev/v1');
  if (!head) throw at(`${file.name} has no document of apiVersion: drydock.dev/v1, kind: Scenario`);
  const fail = (message: string, path: readonly (string | number)[]): ApiError => {
    const n = head.note('error', message, path);
    return at(`${n.file}:${n.line}:${n.column}: ${message}`);
  };
  const spec = isObject(head.value['spec']) ? head.value['spec'] : {};
  const list = spec['steps'] ?? [];
  if (!Array.isArray(list)) throw fail('spec.steps must be a list', ['spec', 'steps']);
  const steps = list
    .map((s: unknown, i) => readStep(s, (message, ...path) => fail(message, ['spec', 'steps', i, ...path])))
    .sort((a, b) => a.atMs - b.atMs);
  const until = span(spec['until']);
  if (spec['until'] !== undefined && until === undefined) throw fail('spec.until must be a span of time such as 5m', ['spec', 'until']);
  return {
    name: String(isObject(head.value.metadata) ? (head.value.metadata['name'] ?? '') : ''),
    manifests: manifests.filter((m) => m !== head),
    steps,
    untilMs: until ?? (steps.at(-1)?.atMs ?? 0) + 60_000,
  };
}

type Fail = (message: string, ...path: (string | number)[]) => ApiError;

function readStep(s: unknown, fail: Fail): Step {
  if (!isObject(s)) throw fail('a step must be a mapping');
  const atMs = span(s['at'] ?? '0s');
  const { namespace = 'default' } = s;
  if (atMs === undefined) throw fail('at must be a span of time such as 90s', 'at');
  if (typeof namespace !== 'string') throw fail('namespace must be a text', 'namespace');
  const found = ACTIONS.filter((a) => s[a] !== undefined);
  const [name] = found;
  if (found.length !== 1 || !name) {
    const odd = Object.keys(s).find((k) => !['at', 'namespace'].includes(k));
    const near = odd && nearest(odd, ACTIONS);
    throw fail(
      found.length
        ? `a step does one thing, not ${found.join(' and ')}`
        : `a step does one of ${ACTIONS.join(', ')}${near ? `; did you mean ${near}?` : ''}`,
    );
  }
  return { atMs, namespace, action: readAction(name, s, fail) };
}

function readAction(name: (typeof ACTIONS)[number], s: JsonObject, fail: Fail): Action {
  const text = (field: string): string => {
    const v = s[field];
    if (typeof v !== 'string' || !v) throw fail(`${field} must be a text`, field);
    return v;
  };
  const named = (field: string): string => {
    const v = text(field);
    if (!/^[^/\s]+\/[^/\s]+$/.test(v)) throw fail(`${field} names an object as kind/name, such as deployment/web`, field);
    return v;
  };
  switch (name) {
    case 'apply':
      return { do: name, objects: objectsOf(s['apply'], fail) };
    case 'delete':
      return { do: name, what: named(name) };
    case 'scale':
      if (!Number.isInteger(s['replicas'])) throw fail('replicas must be a whole number', 'replicas');
      return { do: name, what: named(name), replicas: s['replicas'] as number };
    case 'setImage':
      return { do: name, what: named(name), image: text('image') };
    case 'patch':
      if (!isObject(s['with'])) throw fail('with must be a mapping', 'with');
      return { do: name, what: named(name), with: s['with'] };
    case 'expect':
      return { do: name, that: expectation(s['expect'], fail) };
    default:
      return { do: name, node: text(name) };
  }
}

function objectsOf(v: unknown, fail: Fail): readonly JsonObject[] {
  const list: readonly unknown[] = Array.isArray(v) ? v : [v];
  if (!list.every(isObject)) throw fail('apply holds an object, or a list of objects', 'apply');
  return list;
}

function expectation(v: unknown, fail: Fail): Expectation {
  if (isObject(v) && typeof v['pods'] === 'string') {
    const { pods, ...counts } = v;
    const wrong = Object.entries(counts).find(([k, n]) => !COUNTS.includes(k) || !Number.isInteger(n));
    if (wrong || !Object.keys(counts).length) throw fail(`expect counts pods: ${COUNTS.join(', ')}, each a whole number`, 'expect');
    return { pods: pods as string, counts: counts as Record<string, number> };
  }
  if (isObject(v) && typeof v['object'] === 'string' && typeof v['path'] === 'string' && 'equals' in v)
    return { object: v['object'], path: v['path'], equals: v['equals'] };
  throw fail('expect holds pods with counts, or object, path and equals', 'expect');
}

const at = (message: string): ApiError => new ApiError('BadRequest', message);

function span(v: unknown): Ms | undefined {
  return typeof v === 'string' ? parseSpan(v) : v === 0 ? 0 : undefined;
}
