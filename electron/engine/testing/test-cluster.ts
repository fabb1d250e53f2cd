/**
 * A cluster for tests that read like what happens:
 * `cluster.nodes(3).apply(deployment).advance('30s').expectPods({ ready: 3 })`.
 * It lives in memory; what a test is told wrong it throws as an Error that shows the pods or the writes.
 */
import { parseAllDocuments } from 'yaml';
import { ApiError, assert } from '#shared/api/errors.ts';
import { isTerminating, namespaceOf, type ApiObject, type Draft } from '#shared/api/object.ts';
import { equalityMatcher, type Labels } from '#shared/api/selector.ts';
import { parseSpan, type Ms } from '#shared/api/time.ts';
import { events } from '#shared/kinds/core/event.ts';
import { namespaces } from '#shared/kinds/core/namespace.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import type { KindDefinition } from '#shared/kinds/definition.ts';
import type { Pod } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import type { DeleteOptions } from '../apiserver/lifecycle/delete.ts';
import { Cluster, type ClusterOptions } from '../cluster.ts';
import { countOf } from '../controllers/events.ts';
import type { Entry, RevisionLog } from '../store/log.ts';
import { MemoryLog } from '../store/memory-log.ts';
import { fakeNode, type FakeNode } from './fake-node.ts';

/** Pods by what they are doing. Only what is given is looked at. */
export interface PodCounts {
  readonly total?: number;
  readonly pending?: number;
  readonly running?: number;
  readonly ready?: number;
  readonly succeeded?: number;
  readonly failed?: number;
  readonly terminating?: number;
}

/** 2030-01-01T00:00:00Z: the instant at which a test's time is 0. */
export const TEST_EPOCH_MS: Ms = 1_893_456_000_000;

/** A manifest: YAML of one or more documents, or an object. */
export type Manifest = string | (Draft & { readonly [key: string]: unknown });

export class TestCluster {
  readonly cluster: Cluster;
  readonly log: RevisionLog;
  readonly #options: Omit<ClusterOptions, 'log'>;

  constructor({ log = new MemoryLog(), ...options }: Partial<ClusterOptions> = {}) {
    this.log = log;
    this.#options = { seed: 1, epochMs: TEST_EPOCH_MS, ...options };
    this.cluster = new Cluster({ log, ...this.#options });
    if (log.head === 0) this.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } });
  }

  /** Writes as the person at the keyboard. */
  get client(): Client {
    return this.cluster.client('admin');
  }

  /** Creates what the manifests say, or replaces the spec of what is there. Objects without a namespace go to 'default'. */
  apply(...manifests: readonly Manifest[]): this {
    return this.#asAdmin(() => {
      for (const m of manifests) for (const draft of documents(m)) this.#applyOne(draft);
    });
  }

  /** Adds nodes n1, n2, … that are ready at once and start their pods at once. */
  nodes(count: number, of: FakeNode = {}): this {
    return this.apply(...Array.from({ length: count }, (_, i) => fakeNode(`n${i + 1}`, of)));
  }

  /** Replaces an object by what `next` makes of it. */
  change<T extends ApiObject>(kind: KindDefinition<T>, name: string, next: (o: T) => T, namespace = defaultNamespace(kind)): this {
    return this.#asAdmin(() => this.client.update(kind, next(this.get(kind, name, namespace))));
  }

  /** Replaces an object's status by what `next` makes of it. */
  changeStatus<T extends ApiObject>(kind: KindDefinition<T>, name: string, next: (o: T) => T, namespace = defaultNamespace(kind)): this {
    return this.#asAdmin(() => this.client.updateStatus(kind, next(this.get(kind, name, namespace))));
  }

  delete<T extends ApiObject>(
    kind: KindDefinition<T>,
    name: string,
    options: DeleteOptions = {},
    namespace = defaultNamespace(kind),
  ): this {
    return this.#asAdmin(() => this.client.delete(kind, this.get(kind, name, namespace), options));
  }

  /** Lets time pass: '30s', '1m30s', '0s' for what happens at once. */
  advance(span: string): this {
    const ms = parseSpan(span);
    assert(ms !== undefined, `${span} is a span of time`);
    this.cluster.advanceTo(this.cluster.now + ms);
    return this;
  }

  /** Lets time pass while anything is settling, at most an hour. */
  settle(): this {
    this.cluster.advanceUntilQuiet(this.cluster.now + 3_600_000);
    return this;
  }

  /** One object, which must be there. */
  get<T extends ApiObject>(kind: KindDefinition<T>, name: string, namespace = defaultNamespace(kind)): T {
    const o = this.client.get(kind, namespace, name);
    if (!o) throw new Error(`there is no ${kind.kind} ${namespace}/${name}`);
    return o;
  }

  list<T extends ApiObject>(kind: KindDefinition<T>, namespace?: string): readonly T[] {
    return this.client.list(kind, namespace === undefined ? {} : { namespace });
  }

  /** Pods with these labels, in order of name. */
  pods(labels: Labels = {}): readonly Pod[] {
    const matches = equalityMatcher(labels);
    return this.list(pods).filter((p) => matches(p.metadata.labels));
  }

  /** Fails unless there are as many pods as given, of each sort that is named. A number is the total. */
  expectPods(wanted: PodCounts | number, labels: Labels = {}): this {
    const found = this.pods(labels);
    const counts = countPods(found);
    for (const [what, n] of Object.entries(typeof wanted === 'number' ? { total: wanted } : wanted)) {
      const has = counts[what as keyof PodCounts];
      if (has !== n)
        throw new Error(
          `expected ${n} ${what === 'total' ? 'pods' : `${what} pods`} at ${this.cluster.now} ms, there are ${has}:\n${found.map(describePod).join('\n') || 'none'}`,
        );
    }
    return this;
  }

  /** What was said of objects, oldest first: 'SuccessfulCreate: Created pod: web-x'; with ' (x3)' where it was said again. */
  events(about?: string): readonly string[] {
    const since = new Map(
      this.writes()
        .filter((w) => w.revision === w.created)
        .map((w) => [w.value.metadata.uid, w.revision]),
    );
    return [...this.list(events)]
      .sort((a, b) => (since.get(a.metadata.uid) ?? 0) - (since.get(b.metadata.uid) ?? 0))
      .filter((e) => about === undefined || e.involvedObject.name === about)
      .map((e) => `${e.reason}: ${e.message}${countOf(e) > 1 ? ` (x${countOf(e)})` : ''}`);
  }

  /** The same document opened again, as after a restart. This one must not be used any more. */
  restart(): TestCluster {
    return new TestCluster({ ...this.#options, log: this.log, startAtMs: this.cluster.now });
  }

  /** Fails if running every reconcile once more writes anything now. Opens the document again to do so. */
  expectQuiet(): TestCluster {
    const head = this.log.head;
    const again = this.restart();
    again.advance('0s');
    if (this.log.head > head)
      throw new Error(
        `a quiet cluster was written to:\n${this.log
          .since(head, 20)
          .map((e) => `${e.actor} ${e.deleted ? 'deleted' : 'wrote'} ${e.key}: ${JSON.stringify(e.value)}`)
          .join('\n')}`,
      );
    return again;
  }

  /** Every write so far. */
  writes(): readonly Entry[] {
    return this.log.since(0, Infinity);
  }

  #asAdmin(run: () => unknown): this {
    this.cluster.actingAs('admin', run);
    return this;
  }

  #applyOne(draft: Draft): void {
    const { apiVersion = '', kind = '', metadata = {} } = draft;
    const slash = apiVersion.indexOf('/');
    const resource = this.cluster.core.resources.byKind(apiVersion.slice(0, Math.max(slash, 0)), apiVersion.slice(slash + 1), kind);
    if (!resource) throw new ApiError('NotFound', `no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`);
    const { definition } = resource;
    const namespace = definition.namespaced ? (metadata.namespace ?? 'default') : '';
    if (namespace && !this.client.get(namespaces, '', namespace))
      this.#applyOne({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    const current = metadata.name ? this.client.get(definition, namespace, metadata.name) : undefined;
    if (!current) {
      this.client.create(definition, namespace, { ...draft, metadata } as never);
      return;
    }
    const { labels, annotations, ...rest } = metadata;
    const old = current.metadata;
    const merged = {
      ...old,
      ...rest,
      ...(labels ? { labels: { ...old.labels, ...labels } } : {}),
      ...(annotations ? { annotations: { ...old.annotations, ...annotations } } : {}),
    };
    this.client.update(definition, { ...current, ...draft, metadata: merged } as ApiObject);
  }
}

const defaultNamespace = (kind: Pick<KindDefinition, 'namespaced'>): string => (kind.namespaced ? 'default' : '');

function documents(m: Manifest): readonly Draft[] {
  if (typeof m !== 'string') return [m];
  return parseAllDocuments(m)
    .map((d) => {
      if ('errors' in d && d.errors[0]) throw d.errors[0];
      return d.toJS() as Draft | null;
    })
    .filter((d) => d !== null);
}

function isReady(p: Pod): boolean {
  return p.status.conditions?.some((c) => c.type === 'Ready' && c.status === 'True') ?? false;
}

function countPods(list: readonly Pod[]): Required<PodCounts> {
  const phase = (name: string) => list.filter((p) => (p.status.phase ?? 'Pending') === name && !isTerminating(p)).length;
  return {
    total: list.length,
    pending: phase('Pending'),
    running: phase('Running'),
    succeeded: phase('Succeeded'),
    failed: phase('Failed'),
    ready: list.filter((p) => isReady(p) && !isTerminating(p)).length,
    terminating: list.filter(isTerminating).length,
  };
}

function describePod(p: Pod): string {
  const why = p.status.conditions?.find((c) => c.status !== 'True' && c.message)?.message;
  return `  ${namespaceOf(p)}/${p.metadata.name} ${isTerminating(p) ? 'Terminating' : (p.status.phase ?? 'Pending')}${isReady(p) ? ' ready' : ''} on ${p.spec.nodeName || 'no node'}${why ? `: ${why}` : ''}`;
}
