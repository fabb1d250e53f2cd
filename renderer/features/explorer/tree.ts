/**
 * The design as a tree: namespaces with their workloads and pods, pools with their nodes and pods, and what belongs to
 * the cluster as a whole. The same things as on the canvas, in words.
 */
import { controllerOf, type ApiObject } from '#shared/api/object.ts';
import type { State } from '#shared/graph/object-state.ts';
import type { Cluster } from '../../state/cluster.svelte.ts';

/** A place in the tree. Children are found when they are asked for. */
export interface Branch {
  /** The ids of its ancestors and its own, so the same pod under its workload and under its node are two. */
  readonly id: string;
  /** The log key of what it stands for; absent for a mere heading. */
  readonly key?: string;
  readonly kind: string;
  readonly label: string;
  /** A fact in a few characters: '2/3', '10Gi'. */
  readonly fact: string;
  readonly state?: State;
  children(): readonly Branch[];
  /** Has it children? Cheaper than to make them. */
  some(): boolean;
}

/** A branch where it shows. */
export interface Row {
  readonly branch: Branch;
  readonly level: number;
  readonly place: number;
  readonly siblings: number;
  readonly open: boolean;
  readonly leaf: boolean;
}

const KIND_ORDER = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'CronJob',
  'Job',
  'Pod',
  'Ingress',
  'Service',
  'NetworkPolicy',
  'ConfigMap',
  'Secret',
  'PersistentVolumeClaim',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
  'ServiceAccount',
];

/** More than a person reads through. */
const MANY = 500;

/** What controllers keep for themselves. */
const INTERNAL: ReadonlySet<string> = new Set([
  'Event',
  'EndpointSlice',
  'Endpoints',
  'Lease',
  'ControllerRevision',
  'Namespace',
  'NodePool',
  'Node',
]);

/** Cluster-scoped kinds of which people make objects; the many that every cluster is born with are left out. */
const CLUSTER_KINDS = ['PersistentVolume', 'StorageClass', 'IngressClass', 'PriorityClass', 'CustomResourceDefinition', 'RuntimeClass'];

/** The roots: namespaces (or the one shown), pools, nodes without a pool, and the cluster's own things. */
export function roots(cluster: Cluster, namespace: string | undefined): readonly Branch[] {
  const named = sorted(cluster.namespaces.all.filter((n) => namespace === undefined || n.metadata.name === namespace));
  return [
    ...named.map((n) =>
      branch(
        cluster,
        '',
        n,
        () => ofNamespace(cluster, `${cluster.keyOf(n)}>`, n.metadata.name),
        () => tablesOf(cluster, n.metadata.name).some((list) => list.some((o) => standsAlone(cluster, o))),
      ),
    ),
    ...sorted(cluster.table('drydock.dev/nodepools').all).map((p) =>
      branch(
        cluster,
        '',
        p,
        () => nodes(cluster, `${cluster.keyOf(p)}>`, cluster.byOwner.get(p.metadata.uid)),
        () => cluster.byOwner.get(p.metadata.uid).some((o) => o.kind === 'Node'),
      ),
    ),
    ...nodes(
      cluster,
      '',
      cluster.nodes.all.filter((n) => cluster.ownerOf(n) === undefined),
    ),
    ...heading(cluster, 'Cluster', clusterObjects(cluster)),
  ];
}

/** The rows that show while the branches of `open` are open. With a filter, all that match and the way to them. */
export function rowsOf(from: readonly Branch[], open: { has(id: string): boolean }, filter: string): readonly Row[] {
  const rows: Row[] = [];
  const wanted = filter.trim().toLowerCase();
  const visit = (branches: readonly Branch[], level: number): boolean => {
    let any = false;
    branches.forEach((b, i) => {
      const at = rows.length;
      const children = wanted || open.has(b.id) ? b.children() : undefined;
      const leaf = children ? children.length === 0 : !b.some();
      rows.push({ branch: b, level, place: i + 1, siblings: branches.length, open: children !== undefined && !leaf, leaf });
      const below = children !== undefined && visit(children, level + 1);
      const keep = !wanted || below || b.label.toLowerCase().includes(wanted);
      if (keep) any = true;
      else rows.length = at;
    });
    return any;
  };
  visit(from, 1);
  return rows;
}

/** The ids to open so that an object shows, the last of them its own; undefined where the tree does not hold it. */
export function pathTo(from: readonly Branch[], cluster: Cluster, key: string): readonly string[] | undefined {
  const object = cluster.peek(key);
  if (!object) return undefined;
  const above = new Set(ancestors(cluster, object).map((o) => cluster.keyOf(o)));
  const walk = (branches: readonly Branch[]): readonly string[] | undefined => {
    for (const b of branches) {
      if (b.key === key) return [b.id];
      if (b.key !== undefined && !above.has(b.key)) continue;
      const rest = walk(b.children());
      if (rest) return [b.id, ...rest];
    }
    return undefined;
  };
  return walk(from);
}

function ancestors(cluster: Cluster, o: ApiObject): readonly ApiObject[] {
  const owner = cluster.ownerOf(o);
  if (owner) return [owner, ...ancestors(cluster, owner)];
  const ns = o.metadata.namespace;
  const space = ns === undefined ? undefined : cluster.namespaces.peek(`core/namespaces//${ns}`);
  return space ? [space] : [];
}

function ofNamespace(cluster: Cluster, prefix: string, namespace: string): readonly Branch[] {
  const objects = tablesOf(cluster, namespace).flatMap((list) => list.filter((o) => standsAlone(cluster, o)));
  return objects.sort(byKindThenName).map((o) => owned(cluster, prefix, o));
}

function tablesOf(cluster: Cluster, namespace: string): readonly (readonly ApiObject[])[] {
  return cluster.tables.flatMap((t) => (t.resource.startsWith('core/events') ? [] : [t.byNamespace.get(namespace)]));
}

/** Made by a person, or left behind. */
function standsAlone(cluster: Cluster, o: ApiObject): boolean {
  return !INTERNAL.has(o.kind) && (controllerOf(o) === undefined || cluster.ownerOf(o) === undefined) && !isGiven(o);
}

/** An object with the pods it comes down to: what stands between (replica sets) is passed over, jobs of a schedule are not. */
function owned(cluster: Cluster, prefix: string, o: ApiObject): Branch {
  return branch(
    cluster,
    prefix,
    o,
    () => sorted(below(cluster, o)).map((c) => owned(cluster, `${prefix}${cluster.keyOf(o)}>`, c)),
    () => isAbove(cluster, o),
  );
}

function isAbove(cluster: Cluster, o: ApiObject): boolean {
  return cluster.byOwner.get(o.metadata.uid).some((c) => (c.kind === 'ReplicaSet' ? isAbove(cluster, c) : !INTERNAL.has(c.kind)));
}

function below(cluster: Cluster, o: ApiObject): ApiObject[] {
  return cluster.byOwner
    .get(o.metadata.uid)
    .flatMap((c) => (c.kind === 'ReplicaSet' ? below(cluster, c) : INTERNAL.has(c.kind) ? [] : [c]));
}

function nodes(cluster: Cluster, prefix: string, all: readonly ApiObject[]): readonly Branch[] {
  return sorted(all.filter((o) => o.kind === 'Node')).map((n) =>
    branch(
      cluster,
      prefix,
      n,
      () => sorted(cluster.byNode.get(n.metadata.name)).map((p) => branch(cluster, `${prefix}${cluster.keyOf(n)}>`, p, NOTHING, NONE)),
      () => cluster.byNode.get(n.metadata.name).length > 0,
    ),
  );
}

function heading(cluster: Cluster, label: string, objects: readonly ApiObject[]): readonly Branch[] {
  if (objects.length === 0) return [];
  return [
    {
      id: `#${label}`,
      kind: '',
      label,
      fact: String(objects.length),
      children: () => objects.map((o) => branch(cluster, `#${label}>`, o, NOTHING, NONE)),
      some: () => true,
    },
  ];
}

function clusterObjects(cluster: Cluster): readonly ApiObject[] {
  return cluster.tables
    .flatMap((t) => {
      const r = cluster.resources.byId(t.resource);
      return r && !r.namespaced && (CLUSTER_KINDS.includes(r.kind) || !r.definition) ? t.byNamespace.get('') : [];
    })
    .filter((o) => !isGiven(o))
    .sort(byKindThenName);
}

/** What every namespace or cluster has without anybody having asked. */
function isGiven(o: ApiObject): boolean {
  return (
    (o.kind === 'ConfigMap' && o.metadata.name === 'kube-root-ca.crt') ||
    (o.kind === 'ServiceAccount' && o.metadata.name === 'default') ||
    (o.kind === 'PriorityClass' && o.metadata.name.startsWith('system-'))
  );
}

const NOTHING = (): readonly Branch[] => [];
const NONE = (): boolean => false;

function branch(cluster: Cluster, prefix: string, o: ApiObject, children: () => readonly Branch[], some: () => boolean): Branch {
  const key = cluster.keyOf(o);
  return {
    id: `${prefix}${key}`,
    key,
    kind: o.kind,
    label: o.metadata.name,
    fact: factOf(o, cluster),
    state: cluster.stateOf(o).state,
    children,
    some,
  };
}

/** What a person wants to know of an object first. */
function factOf(o: ApiObject, cluster: Cluster): string {
  const { spec = {}, status = {} } = o as { spec?: Record<string, unknown>; status?: Record<string, unknown> };
  switch (o.kind) {
    case 'Deployment':
    case 'StatefulSet':
    case 'ReplicaSet':
    case 'ReplicationController':
    case 'NodePool':
      return `${status['readyReplicas'] ?? 0}/${spec['replicas'] ?? 1}`;
    case 'DaemonSet':
      return `${status['numberReady'] ?? 0}/${status['desiredNumberScheduled'] ?? 0}`;
    case 'Job':
      return `${status['succeeded'] ?? 0}/${spec['completions'] ?? 1}`;
    case 'CronJob':
      return String(spec['schedule'] ?? '');
    case 'Service':
      return String(spec['type'] ?? 'ClusterIP');
    case 'PersistentVolumeClaim':
      return String((spec['resources'] as { requests?: { storage?: string } } | undefined)?.requests?.storage ?? '');
    case 'Node':
      return `${cluster.byNode.get(o.metadata.name).length} pods`;
    default:
      return '';
  }
}

const order = (kind: string) => (KIND_ORDER.includes(kind) ? KIND_ORDER.indexOf(kind) : KIND_ORDER.length);
const collator = new Intl.Collator('en', { numeric: true });
const byKindThenName = (a: ApiObject, b: ApiObject) =>
  order(a.kind) - order(b.kind) || collator.compare(a.kind, b.kind) || collator.compare(a.metadata.name, b.metadata.name);
const plainly = (a: ApiObject, b: ApiObject) => (a.metadata.name < b.metadata.name ? -1 : a.metadata.name > b.metadata.name ? 1 : 0);

/** 'db-2' comes before 'db-10'; where there are too many to read, the order they come in anyway is kept, which costs nothing. */
function sorted<T extends ApiObject>(objects: readonly T[]): readonly T[] {
  return objects.length > MANY ? objects.toSorted(plainly) : objects.toSorted((a, b) => collator.compare(a.metadata.name, b.metadata.name));
}
