/**
 * A design as files for a real cluster: what a person authored, in the order `kubectl apply` needs, in the words it was
 * imported in where it was. What only Drydock knows is left out, and values of secrets, unless they are asked for.
 */
import { isObject, type JsonObject } from '#shared/api/json.ts';
import type { ExportedFile, ExportOptions, ImportNote } from '#shared/ipc/manifests.ts';
import { rewrite } from '#shared/yaml/keep.ts';
import { inApplyOrder } from '#shared/yaml/order.ts';
import { joinDocuments, writeManifest } from '#shared/yaml/write.ts';
import type { Core } from '../apiserver/context.ts';
import type { RevisionLog } from '../store/log.ts';
import { authored, type Authored } from './authored.ts';
import { PLACEHOLDER, withPlaceholders } from './placeholder.ts';
import type { Sources } from './sources.ts';

/** What an export gives. */
export interface Exported {
  readonly files: readonly ExportedFile[];
  readonly notes: readonly ImportNote[];
}

/** Kinds that mean nothing to a real cluster, or that it makes itself. */
const OF_DRYDOCK: ReadonlySet<string> = new Set(['NodePool', 'Node']);
/** Annotations and labels that only Drydock reads. */
const DRYDOCK_KEY = /^(?:[^/]+\.)?drydock\.dev\/|^kwok\.x-k8s\.io\//;

/** Exports. `name` is that of the one file, without its ending. */
export function exportDesign(core: Core, log: RevisionLog, sources: Sources, options: ExportOptions, name = 'design'): Exported {
  const all = inApplyOrder(authored(core, log, sources, options.keys), (a) => a.object.kind);
  const notes: ImportNote[] = [];
  const kept = options.drydock ? all : all.filter((a) => !OF_DRYDOCK.has(a.object.kind));
  const note = (severity: ImportNote['severity'], message: string, hint?: string) => {
    notes.push({ file: '', document: 0, severity, message, ...(hint ? { hint } : {}) });
  };
  const made = new Set(options.keys).size - all.length;
  const left = all.length - kept.length;
  if (options.keys && made > 0)
    note(
      'info',
      `${made === 1 ? 'One of these objects is' : `${made} of these objects are`} left out: a cluster makes ${made === 1 ? 'it' : 'them'} by itself`,
    );
  if (left)
    note(
      'info',
      `${left === 1 ? 'One node or node pool is' : `${left} nodes and node pools are`} left out: a cluster's machines are ordered from its provider, not applied.`,
      'Tick "What only Drydock knows" to export them for another design.',
    );
  let behaviour = 0;
  let secrets = 0;
  const texts = kept.map((a) => {
    let { value } = a;
    if (!options.drydock) {
      const plain = withoutDrydock(value) as JsonObject;
      if (plain !== value) behaviour++;
      value = plain;
    }
    if (!options.secrets && a.object.kind === 'Secret') {
      const hidden = withPlaceholders(value);
      if (hidden !== value) secrets++;
      value = hidden;
    }
    return a.text === undefined ? writeManifest(value) : rewrite(a.text, value);
  });
  if (behaviour)
    note(
      'info',
      `Simulated behaviour of ${behaviour === 1 ? 'one object' : `${behaviour} objects`} is left out: it means nothing to Kubernetes`,
    );
  if (secrets)
    note(
      'warning',
      `${secrets === 1 ? 'One Secret holds' : `${secrets} Secrets hold`} placeholders, not values`,
      `Replace ${PLACEHOLDER} before applying, or tick "Values of secrets".`,
    );
  if (!texts.length) return { files: [], notes };
  return { files: filesOf(kept, texts, options.as, name), notes };
}

function filesOf(all: readonly Authored[], texts: readonly string[], as: ExportOptions['as'], name: string): readonly ExportedFile[] {
  if (as === 'one-file') return [{ name: `${name}.yaml`, text: joinDocuments(texts) }];
  const numbered = as === 'file-per-object';
  const width = String(all.length).length;
  const names = fileNames(all);
  const files = texts.map((text, i) => ({
    name: numbered ? `${String(i + 1).padStart(width, '0')}-${names[i]}` : (names[i] as string),
    text,
  }));
  if (numbered) return files;
  return [
    {
      name: 'kustomization.yaml',
      text: writeManifest({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: files.map((f) => f.name) }),
    },
    ...files,
  ];
}

/** 'deployment-web.yaml'; with the namespace in front where two would be called the same. */
function fileNames(all: readonly Authored[]): readonly string[] {
  const short = all.map(({ object: o }) => `${o.kind.toLowerCase()}-${o.metadata.name}`.replace(/[^a-z0-9.-]+/gi, '-'));
  const counts = new Map<string, number>();
  for (const n of short) counts.set(n, (counts.get(n) ?? 0) + 1);
  const used = new Set<string>();
  return short.map((n, i) => {
    const base = (counts.get(n) ?? 0) > 1 ? `${(all[i] as Authored).object.metadata.namespace ?? 'cluster'}-${n}` : n;
    let full = base;
    for (let k = 2; used.has(full); k++) full = `${base}-${k}`;
    used.add(full);
    return `${full}.yaml`;
  });
}

/** A value without the annotations and labels that only Drydock reads; the same one where it has none. */
function withoutDrydock(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(withoutDrydock);
    return items.some((x, i) => x !== value[i]) ? items : value;
  }
  if (!isObject(value)) return value;
  let changed = false;
  const kept: Record<string, unknown> = {};
  for (const [k, v] of Object.entries(value)) {
    const next = (k === 'annotations' || k === 'labels') && isObject(v) ? withoutKeys(v) : withoutDrydock(v);
    if (next !== v) changed = true;
    if (next !== undefined) Object.defineProperty(kept, k, { value: next, enumerable: true, writable: true, configurable: true });
  }
  return changed ? kept : value;
}

function withoutKeys(o: JsonObject): JsonObject | undefined {
  const kept = Object.entries(o).filter(([k]) => !DRYDOCK_KEY.test(k));
  return kept.length === Object.keys(o).length ? o : kept.length ? Object.fromEntries(kept) : undefined;
}
