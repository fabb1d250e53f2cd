/**
 * Manifests on their way into a cluster, one after the other: each is created, or put on what is there as kubectl apply
 * would, and what came of it is noted.
 */
import { ApiError } from '#shared/api/errors.ts';
import type { JsonObject } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { keyOf, type Ref } from '#shared/api/ref.ts';
import type { ImportNote } from '#shared/ipc/manifests.ts';
import { customKind } from '#shared/kinds/apiextensions/custom-kind.ts';
import { namespaces } from '#shared/kinds/core/namespace.ts';
import { resourceOf, type KindDefinition } from '#shared/kinds/definition.ts';
import type { CustomResourceDefinition } from '#shared/kinds/types.ts';
import { rewrite } from '#shared/yaml/keep.ts';
import { isBroken, readManifests, type Manifest } from '#shared/yaml/manifest.ts';
import { isLive } from '#shared/yaml/server-filled.ts';
import { threeWay } from '#shared/yaml/three-way.ts';
import { writeManifest } from '#shared/yaml/write.ts';
import { Author } from '../apiserver/author.ts';
import type { User } from '../apiserver/context.ts';
import type { Cluster } from '../cluster.ts';
import type { Accepted } from './accept.ts';
import { withValuesOf } from './placeholder.ts';
import { refusals } from './refusals.ts';
import type { Source, Sources } from './sources.ts';
import { withoutDefaults } from './without-defaults.ts';

const NAMESPACES = resourceOf(namespaces);
const DEFAULT_NAMESPACE = 'default';

/** The objects of one install. Keys are log keys. */
export class Batch {
  readonly created = new Set<string>();
  readonly changed = new Set<string>();
  readonly unchanged = new Set<string>();
  readonly objects = new Map<string, ApiObject>();
  readonly texts = new Map<string, Source>();
  readonly #cluster: Cluster;
  readonly #author: Author;
  readonly #sources: Sources;
  readonly #notes: ImportNote[];
  /** Kinds that this batch has had served, with how they were before. */
  readonly #served = new Map<string, KindDefinition | undefined>();
  readonly #said = new Map<string, Manifest>();

  /** The manifest in hand: warnings are about it. */
  #manifest: Manifest | undefined;

  constructor(cluster: Cluster, by: User, sources: Sources, notes: ImportNote[]) {
    this.#cluster = cluster;
    this.#author = new Author(cluster.core, {
      user: by,
      fieldManager: 'drydock',
      warn: (text) => {
        if (this.#manifest) notes.push(this.#manifest.note('warning', text));
      },
    });
    this.#sources = sources;
    this.#notes = notes;
  }

  /** Makes the namespaces that objects lie in and nobody else makes. */
  namespaces(all: readonly Accepted[]): void {
    const { core } = this.#cluster;
    const coming = new Set(all.filter((a) => a.value['kind'] === 'Namespace').map((a) => nameOf(a.value)));
    for (const { value, manifest } of all) {
      const namespace = (value['metadata'] as JsonObject | undefined)?.['namespace'];
      if (
        typeof namespace !== 'string' ||
        !namespace ||
        coming.has(namespace) ||
        core.store.get({ resource: NAMESPACES, namespace: '', name: namespace })
      )
        continue;
      coming.add(namespace);
      if (manifest)
        this.#notes.push(
          manifest.note(
            'warning',
            `the namespace ${JSON.stringify(namespace)} is in none of these files; it is created`,
            ['metadata', 'namespace'],
            'kubectl would refuse the object: add a Namespace document.',
          ),
        );
      this.put({ value: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, manifest, definition: undefined });
    }
  }

  /** Creates one, or puts it on what is there. */
  put(a: Accepted): void {
    const { manifest } = a;
    const { core } = this.#cluster;
    let { value } = a;
    this.#manifest = manifest;
    try {
      this.#checkServed(a);
      const ref = this.#author.refOf(value, DEFAULT_NAMESPACE);
      const current = ref.name ? core.store.get(ref) : undefined;
      const own = manifest !== undefined && manifest.value['kind'] === value['kind'];
      if (own) this.#noteTwice(keyOf(ref), manifest);
      if (current?.kind === 'Secret') value = withValuesOf(value, current);
      const stored = current ? this.#author.update(value, (o) => this.#onto(o, value, ref)) : this.#author.create(value, DEFAULT_NAMESPACE);
      const key = keyOf({ ...ref, name: stored.metadata.name });
      if (!current) this.created.add(key);
      else if (!this.created.has(key)) (stored === current ? this.unchanged : this.changed).add(key);
      if (this.changed.has(key)) this.unchanged.delete(key);
      this.objects.set(key, stored);
      if (own || !manifest)
        this.texts.set(key, {
          revision: Number(stored.metadata.resourceVersion),
          text: manifest ? this.#sourceText(manifest, value, stored) : writeManifest(value),
        });
      if (stored.kind === 'CustomResourceDefinition') this.#serve(stored as CustomResourceDefinition);
    } catch (e) {
      if (!(e instanceof ApiError)) throw e;
      if (manifest) this.#notes.push(...refusals(manifest, e));
      else throw e;
    }
  }

  /** Serves kinds again as they were before this batch. */
  stopServing(): void {
    const { resources } = this.#cluster.core;
    for (const [id, before] of this.#served)
      if (before) resources.add(before);
      else resources.remove(id);
  }

  #onto(current: ApiObject, value: JsonObject, ref: Ref): object {
    const source = this.texts.get(keyOf(ref)) ?? this.#sources.get(keyOf(ref));
    const last = source && lastOf(source, value['apiVersion']);
    const { definition } = this.#author.resourceOf(value);
    const served = definition.served?.find((v) => v.apiVersion === value['apiVersion']);
    return threeWay(
      current as unknown as JsonObject,
      last && placeless(last),
      placeless(value),
      served?.type ?? definition.type ?? definition.kind,
    );
  }

  /** The text to keep for an object: its document; for a dump of a live one, what of it nobody would have had to write is left out. */
  #sourceText(m: Manifest, value: JsonObject, stored: ApiObject): string {
    if (isLive(m.value)) return writeManifest(withoutDefaults(this.#cluster.core, stored, value));
    return m.text === undefined ? writeManifest(value) : m.value === value ? m.text : rewrite(m.text, value);
  }

  /** A kind that a definition of these files adds is served once the definition is in: throws where that was refused. */
  #checkServed({ value, manifest, definition }: Accepted): void {
    if (definition || !manifest || this.#cluster.core.resources.byKind(...groupVersionKind(value))) return;
    throw new ApiError(
      'NotFound',
      `no matches for kind ${JSON.stringify(value['kind'])} in version ${JSON.stringify(value['apiVersion'])}`,
    );
  }

  #serve(crd: CustomResourceDefinition): void {
    const kind = customKind(crd, crd.spec.names);
    const { resources } = this.#cluster.core;
    if (!kind) return;
    const id = resourceOf(kind);
    if (!this.#served.has(id)) this.#served.set(id, resources.byId(id)?.definition);
    resources.add(kind);
  }

  #noteTwice(key: string, manifest: Manifest): void {
    const first = this.#said.get(key);
    if (first)
      this.#notes.push(
        manifest.note(
          'warning',
          `${first.file === manifest.file ? '' : `${first.file}, `}document ${first.document} says this object too; this one is put on top of it`,
          ['metadata', 'name'],
          'Keep one of the two.',
        ),
      );
    else this.#said.set(key, manifest);
  }
}

function groupVersionKind(o: JsonObject): [string, string, string] {
  const apiVersion = String(o['apiVersion']);
  const slash = apiVersion.indexOf('/');
  return [apiVersion.slice(0, Math.max(0, slash)), apiVersion.slice(slash + 1), String(o['kind'])];
}

const nameOf = (o: JsonObject): unknown => (o['metadata'] as JsonObject | undefined)?.['name'];

/** A manifest without where it lies and how it is called: that is settled. */
function placeless(o: JsonObject): JsonObject {
  const { namespace: _n, name: _m, generateName: _g, ...metadata } = (o['metadata'] ?? {}) as JsonObject;
  return { ...o, metadata };
}

/** What a source said, where that was in the same version. */
function lastOf(source: Source, apiVersion: unknown): JsonObject | undefined {
  for (const m of readManifests({ name: '', text: source.text }))
    return isBroken(m) || m.value.apiVersion !== apiVersion ? undefined : m.value;
  return undefined;
}
