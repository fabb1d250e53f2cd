/** Runs a scenario: the same seed gives the same lines, to the letter. */
import { ApiError } from '#shared/api/errors.ts';
import { keysOfPath, valueAt } from '#shared/api/field-path.ts';
import { equal, isObject, type JsonObject } from '#shared/api/json.ts';
import { isTerminating, type ApiObject } from '#shared/api/object.ts';
import type { Ref } from '#shared/api/ref.ts';
import type { Ms } from '#shared/api/time.ts';
import { applyMergePatch } from '#shared/api/patch/merge-patch.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { STATE } from '#shared/kinds/drydock/machine.ts';
import type { Pod } from '#shared/kinds/types.ts';
import { withoutServerFields } from '#shared/yaml/server-filled.ts';
import type { Manifest } from '#shared/yaml/manifest.ts';
import { Author } from '../apiserver/author.ts';
import { MASTERS, type User } from '../apiserver/context.ts';
import type { Resource } from '../apiserver/resources.ts';
import { Cluster } from '../cluster.ts';
import { drain } from '../cloud/drain.ts';
import { install } from '../manifests/install.ts';
import { MemorySources } from '../manifests/sources.ts';
import { MemoryLog } from '../store/memory-log.ts';
import { lineOf, timeText } from './line.ts';
import type { Action, Expectation, Scenario, Step } from './scenario.ts';

/** 2030-01-01T00:00:00Z: the instant at which a scenario begins. */
const EPOCH_MS: Ms = 1_893_456_000_000;
/** How often a drain tries again what a budget holds. */
const RETRY_MS: Ms = 5_000;

/** The person whose steps these are. */
const PERSON: User = { name: 'admin', groups: [MASTERS, 'system:authenticated'] };

/** How it went. */
export interface Outcome {
  /** Expectations that did not hold. */
  readonly failed: readonly string[];
  readonly log: MemoryLog;
}

/** Runs a scenario to its end. `print` gets a line for each thing that happens. */
export function runScenario(scenario: Scenario, seed: number, print: (line: string) => void): Outcome {
  return new Run(scenario, seed, print).run();
}

class Run {
  readonly #scenario: Scenario;
  readonly #print: (line: string) => void;
  readonly #log = new MemoryLog();
  readonly #cluster: Cluster;
  readonly #author: Author;
  readonly #sources = new MemorySources();
  readonly #failed: string[] = [];
  /** Nodes that are being drained, and when to try again. */
  readonly #draining = new Map<string, Ms>();

  constructor(scenario: Scenario, seed: number, print: (line: string) => void) {
    this.#scenario = scenario;
    this.#print = print;
    this.#cluster = new Cluster({ log: this.#log, seed, epochMs: EPOCH_MS });
    this.#author = new Author(this.#cluster.core, { user: PERSON, fieldManager: 'kubectl' });
    this.#cluster.advanceTo(0);
    this.#cluster.core.store.observe((c) => {
      const [entry] = this.#log.since(c.revision - 1, 1);
      const line = entry && lineOf(entry, c);
      if (line !== undefined) print(line);
    });
  }

  run(): Outcome {
    this.#install(this.#scenario.manifests);
    for (const step of this.#scenario.steps) {
      this.#advance(step.atMs);
      this.#do(step);
    }
    this.#advance(this.#scenario.untilMs);
    return { failed: this.#failed, log: this.#log };
  }

  /** Lets time pass; drains go on meanwhile. */
  #advance(until: Ms): void {
    for (;;) {
      const next = Math.min(until, ...this.#draining.values());
      this.#cluster.advanceTo(Math.max(next, this.#cluster.now));
      for (const [node, at] of [...this.#draining]) if (at <= this.#cluster.now) this.#drain(node);
      if (next >= until) return;
    }
  }

  #do({ namespace, action }: Step): void {
    try {
      this.#cluster.actingAs(PERSON.name, () => {
        this.#act(namespace, action);
      });
    } catch (e) {
      if (!(e instanceof ApiError)) throw e;
      this.#fail(`${action.do} is refused: ${e.message}`);
    }
  }

  #act(namespace: string, a: Action): void {
    switch (a.do) {
      case 'apply':
        this.#install(a.objects.map((o) => asManifest(o, namespace)));
        return;
      case 'delete':
        this.#author.delete(this.#like(a.what, namespace), { propagationPolicy: 'Background' });
        return;
      case 'scale':
        this.#change(a.what, namespace, (o) => applyMergePatch(o, { spec: { replicas: a.replicas } }));
        return;
      case 'patch':
        this.#change(a.what, namespace, (o) => applyMergePatch(o, a.with));
        return;
      case 'setImage':
        this.#change(a.what, namespace, (o) => withImage(o, a.image));
        return;
      case 'failNode':
        this.#change(`node/${a.node}`, '', (o) => applyMergePatch(o, { metadata: { annotations: { [STATE]: 'down' } } }));
        return;
      case 'recoverNode':
        this.#change(`node/${a.node}`, '', (o) => applyMergePatch(o, { metadata: { annotations: { [STATE]: null } } }));
        return;
      case 'cordon':
      case 'uncordon':
        this.#cordon(a.node, a.do === 'cordon');
        return;
      case 'drain':
        this.#cordon(a.node, true);
        this.#drain(a.node);
        return;
      case 'expect':
        this.#expect(namespace, a.that);
        return;
    }
  }

  #install(manifests: readonly Manifest[]): void {
    const done = install(this.#cluster, { manifests, by: PERSON, sources: this.#sources });
    for (const n of done.notes) if (n.severity === 'error') this.#fail(`${n.file ? `${n.file}:${n.line}:${n.column}: ` : ''}${n.message}`);
  }

  #cordon(node: string, closed: boolean): void {
    this.#change(`node/${node}`, '', (o) => applyMergePatch(o, { spec: { unschedulable: closed ? true : null } }));
  }

  #drain(node: string): void {
    const done = this.#cluster.actingAs(
      PERSON.name,
      () =>
        this.#cluster.core.store.get({ resource: 'core/nodes', namespace: '', name: node }) === undefined ||
        drain(this.#cluster.client(PERSON.name), node),
    );
    if (done) this.#draining.delete(node);
    else this.#draining.set(node, this.#cluster.now + RETRY_MS);
  }

  #change(what: string, namespace: string, change: (o: JsonObject) => unknown): void {
    const like = this.#like(what, namespace);
    this.#author.update(like, (current) => change(current as unknown as JsonObject) as object, namespace);
  }

  /** The object that 'deployment/web' names. Throws NotFound. */
  #like(what: string, namespace: string): ApiObject {
    const { resource, ref } = this.#find(what, namespace);
    const found = this.#cluster.core.store.get(ref);
    if (!found) throw new ApiError('NotFound', `${resource.definition.plural} ${JSON.stringify(ref.name)} not found`);
    return found;
  }

  #find(what: string, namespace: string): { readonly resource: Resource; readonly ref: Ref } {
    const slash = what.indexOf('/');
    const word = what.slice(0, slash).toLowerCase();
    const name = what.slice(slash + 1);
    const resource = this.#cluster.core.resources
      .all()
      .find(({ definition: d, group }) =>
        [d.plural, d.singular ?? d.kind.toLowerCase(), ...(d.shortNames ?? []), `${d.plural}.${group}`].includes(word),
      );
    if (!resource) throw new ApiError('NotFound', `the server doesn't have a resource type ${JSON.stringify(word)}`);
    return { resource, ref: { resource: resource.id, namespace: resource.definition.namespaced ? namespace : '', name } };
  }

  #expect(namespace: string, e: Expectation): void {
    if ('pods' in e) {
      const wanted = Object.fromEntries(e.pods.split(',').map((p) => p.split('=') as [string, string]));
      const list = this.#cluster
        .client(PERSON.name)
        .list(pods, { namespace })
        .filter((p) => Object.entries(wanted).every(([k, v]) => p.metadata.labels?.[k] === v));
      const has = Object.fromEntries(Object.keys(e.counts).map((k) => [k, list.filter(COUNTED[k] as (p: Pod) => boolean).length]));
      this.#judge(equal(has, e.counts), `${e.pods}: ${shown(e.counts)} pods`, `${shown(has)}`);
      return;
    }
    const is = valueAt(this.#like(e.object, namespace), keysOfPath(e.path));
    this.#judge(equal(is, e.equals), `${e.object} ${e.path} = ${JSON.stringify(e.equals)}`, JSON.stringify(is) ?? 'nothing');
  }

  #judge(holds: boolean, what: string, is: string): void {
    if (holds) this.#print(`${timeText(this.#cluster.now)}  expected  ${what}`);
    else this.#fail(`expected ${what}, found ${is}`);
  }

  #fail(why: string): void {
    this.#failed.push(`${timeText(this.#cluster.now).trim()} ${why}`);
    this.#print(`${timeText(this.#cluster.now)}  FAILED  ${why}`);
  }
}

const isReady = (p: Pod): boolean =>
  !isTerminating(p) && (p.status.conditions?.some((c) => c.type === 'Ready' && c.status === 'True') ?? false);
const phase =
  (name: string) =>
  (p: Pod): boolean =>
    !isTerminating(p) && (p.status.phase ?? 'Pending') === name;
const COUNTED: Readonly<Record<string, (p: Pod) => boolean>> = {
  total: () => true,
  pending: phase('Pending'),
  running: phase('Running'),
  ready: isReady,
  succeeded: phase('Succeeded'),
  failed: phase('Failed'),
};

const shown = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([k, n]) => `${n} ${k}`)
    .join(', ');

/** The images of its containers, or of the one that 'name=image' names. */
function withImage(o: JsonObject, text: string): JsonObject {
  const m = /^([a-z0-9-]+)=(.+)$/.exec(text);
  const path =
    o['kind'] === 'Pod'
      ? ['spec', 'containers']
      : o['kind'] === 'CronJob'
        ? ['spec', 'jobTemplate', 'spec', 'template', 'spec', 'containers']
        : ['spec', 'template', 'spec', 'containers'];
  const containers = ((valueAt(o, path) as readonly JsonObject[] | undefined) ?? []).map((c) =>
    !m || c['name'] === m[1] ? { ...c, image: m?.[2] ?? text } : c,
  );
  return put(o, path, containers) as JsonObject;
}

function put(o: unknown, [key, ...rest]: readonly string[], leaf: unknown): unknown {
  if (key === undefined) return leaf;
  const map = isObject(o) ? o : {};
  return { ...map, [key]: put(map[key], rest, leaf) };
}

/** An object of a step as a manifest: it has no text of its own. */
function asManifest(o: JsonObject, namespace: string): Manifest {
  const metadata = isObject(o['metadata']) ? o['metadata'] : {};
  const value = withoutServerFields(
    o['kind'] === 'Namespace' || namespace === 'default' || metadata['namespace'] !== undefined
      ? o
      : { ...o, metadata: { ...metadata, namespace } },
  );
  return {
    file: '',
    document: 1,
    value: value as Manifest['value'],
    text: undefined,
    note: (severity, message, _path, hint) => ({ file: '', document: 1, severity, message, ...(hint ? { hint } : {}) }),
    written: () => undefined,
  };
}
