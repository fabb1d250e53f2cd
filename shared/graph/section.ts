/** One namespace read: its boxes and the arrows that start in it. */
import { controllerOf, namespaceOf, type ApiObject } from '../api/object.ts';
import type { PersistentVolumeClaim, Pod } from '../kinds/types.ts';
import type { Arrow, Box, Line, Shape } from './box.ts';
import { factOf, titleOf } from './facts.ts';
import { isNoise } from './noise.ts';
import type { DesignObjects } from './objects.ts';
import { templateOf, WORKLOADS } from './pod-template.ts';
import { referencesOf, type Reference } from './references.ts';
import { selectionOf } from './selections.ts';
import type { ObjectState } from './object-state.ts';
import { claimsOfReplicas, countOf, podsOf, standsAlone, templateClaims, workloadFact } from './workload-box.ts';
import { stateWithPods } from './workload-state.ts';

/** The boxes of a namespace, without its own, and their arrows. */
export interface Section {
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

const NO_PODS: readonly Pod[] = Object.freeze([]);
const MISSING: ObjectState = Object.freeze({ state: 'failed', reason: 'Missing', message: 'It is referred to, and not there.' });

/** Kinds whose boxes have nothing to tell but their name. */
const CHIPS: ReadonlySet<string> = new Set(['ServiceAccount']);

/** Reads what lies in a namespace ('' for what lies in none). `parent` is the box it all is in. */
export function readSection(objects: DesignObjects, namespace: string, parent: string | undefined, all: boolean): Section {
  const here = objects.inNamespace(namespace);
  const claims = new Map<string, PersistentVolumeClaim>();
  const shown: [string, ApiObject][] = [];
  for (const [key, o] of here) {
    if (o.kind === 'PersistentVolumeClaim') claims.set(o.metadata.name, o as PersistentVolumeClaim);
    if (o.kind === 'Pod' ? standsAlone(o) : isShown(o, all)) shown.push([key, o]);
  }
  const boxes = new Map<string, Box>();
  const held = new Set<ApiObject>();
  for (const [key, o] of shown) {
    const box = boxOf(key, o, parent, objects, claims);
    boxes.set(key, box);
    for (const c of [...(box.claims ?? []).flat(), ...claimsOfReplicas(o, claims)]) held.add(c);
  }
  for (const [key, box] of boxes) if (box.object && held.has(box.object)) boxes.delete(key);
  const arrows = [...selections(boxes), ...references(boxes, parent, objects)];
  return { boxes: [...boxes.values()], arrows: [...new Map(arrows.map((a) => [a.id, a])).values()] };
}

function isShown(o: ApiObject, all: boolean): boolean {
  if (o.kind === 'Namespace' || o.kind === 'NodePool' || o.kind === 'Node' || o.kind === 'Event') return false;
  if (o.kind === 'ReplicaSet' || o.kind === 'Job') return controllerOf(o) === undefined;
  return all || !isNoise(o);
}

function boxOf(
  key: string,
  o: ApiObject,
  parent: string | undefined,
  objects: DesignObjects,
  claims: ReadonlyMap<string, PersistentVolumeClaim>,
): Box {
  const workload = WORKLOADS.has(o.kind);
  const pods = workload ? podsOf(o, (uid) => objects.ownedBy(uid).values()) : NO_PODS;
  const shape: Shape = workload ? 'workload' : CHIPS.has(o.kind) ? 'chip' : 'small';
  const count = countOf(o);
  const own = templateClaims(o, pods, claims);
  return {
    key,
    shape,
    kind: o.kind,
    namespace: namespaceOf(o),
    name: o.metadata.name,
    title: titleOf(o),
    fact: workload ? workloadFact(o, objects) : factOf(o),
    state: stateWithPods(o, pods, objects.coming),
    pods,
    object: o,
    ...(parent !== undefined && { parent }),
    ...(count && { count }),
    ...(own && { claims: own }),
  };
}

function selections(boxes: ReadonlyMap<string, Box>): Arrow[] {
  const workloads = [...boxes.values()].filter((b) => b.shape === 'workload');
  return [...boxes.values()].flatMap((b) => {
    const s = b.object && selectionOf(b.object);
    if (!s) return [];
    return workloads.filter((w) => s.matches(labelsOf(w.object as ApiObject))).map((w) => arrowFrom(b.key, w.key, s.line, s.what));
  });
}

function labelsOf(o: ApiObject): Readonly<Record<string, string>> | undefined {
  return templateOf(o)?.metadata?.labels ?? NO_LABELS;
}

const NO_LABELS = Object.freeze({});

/** By name; what is not there and should be becomes a box of its own. */
function references(boxes: Map<string, Box>, parent: string | undefined, objects: DesignObjects): Arrow[] {
  const arrows: Arrow[] = [];
  const missing = new Map<string, Box>();
  for (const b of boxes.values()) {
    for (const r of b.object ? referencesOf(b.object) : []) {
      if (r.key === b.key || (r.reversed && boxes.has(r.key) && b.object && selects(boxes.get(r.key) as Box, b.object))) continue;
      const there = objects.get(r.key);
      if (!there && r.optional) continue;
      if (there && isNoise(there) && !boxes.has(r.key)) continue;
      if (!there && !missing.has(r.key)) missing.set(r.key, missingBox(r, parent));
      const [from, to] = r.reversed && there ? [r.key, b.key] : [b.key, r.key];
      arrows.push(arrowFrom(from, to, r.line, r.what, !there));
    }
  }
  for (const [key, box] of missing) boxes.set(key, box);
  return arrows;
}

/** A headless service that selects the pods of its StatefulSet already has its arrow. */
function selects(service: Box, o: ApiObject): boolean {
  return service.object !== undefined && (selectionOf(service.object)?.matches(labelsOf(o)) ?? false);
}

function missingBox(r: Reference, parent: string | undefined): Box {
  return {
    key: r.key,
    shape: 'missing',
    kind: r.kind,
    namespace: r.namespace,
    name: r.name,
    title: r.name,
    fact: 'missing: create it',
    state: MISSING,
    pods: NO_PODS,
    ...(parent !== undefined && { parent }),
  };
}

function arrowFrom(from: string, to: string, line: Line, what: string, broken = false): Arrow {
  return { id: `${from}>${to}>${what}`, from, to, line, broken, what };
}
