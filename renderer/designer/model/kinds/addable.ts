/** What can be added by hand: one file for each kind, and a line in index.ts. */
import type { ApiObject } from '#shared/api/object.ts';
import { templateOf } from '#shared/graph/pod-template.ts';
import type { ContainerPort } from '#shared/kinds/types.ts';
import type { Design, Unsaved } from '../design.ts';
import { freeName } from '../names.ts';

/** The groups of the palette, in order. */
export const GROUPS = ['Workloads', 'Network', 'Config & access', 'Storage & scaling', 'Cluster', 'Custom'] as const;

export type Group = (typeof GROUPS)[number];

/** Where something is added. */
export interface AddContext {
  readonly doc: Design;
  readonly namespace: string;
  /** What it was dropped on. */
  readonly on: ApiObject | undefined;
  /** A name that is free for a kind in the namespace. */
  free(apiVersion: string, kind: string, base: string): string;
}

/** A kind as the palette offers it. */
export interface Addable {
  readonly apiVersion: string;
  readonly kind: string;
  /** What the palette calls it. */
  readonly label: string;
  readonly group: Group;
  readonly namespaced: boolean;
  /** What it is for, in one sentence. */
  readonly says: string;
  /** Further words by which it is found. */
  readonly words?: string;
  /** The object, complete enough to run; first, then what it needs beside it. */
  make(c: AddContext): readonly Unsaved[];
}

/** A context to add in. */
export function addContext(doc: Design, namespace: string, on: ApiObject | undefined): AddContext {
  return { doc, namespace, on, free: (apiVersion, kind, base) => freeName(doc, { apiVersion, kind }, namespace, base) };
}

/** What a container of a first try asks for: little, but said, so that the scheduler has something to go by. */
export const REQUESTS = { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } };

/** A web server that runs as it is. */
export function webContainer(name: string): object {
  return {
    name,
    image: 'nginx:1.29',
    ports: [{ name: 'http', containerPort: 80 }],
    resources: REQUESTS,
    readinessProbe: { httpGet: { path: '/', port: 'http' }, periodSeconds: 5 },
  };
}

/** The workload that something new is most likely meant for: what it was dropped on, else the only one, else none. */
export function likelyWorkload(
  c: AddContext,
  resources: readonly string[] = ['apps/deployments', 'apps/statefulsets'],
): ApiObject | undefined {
  if (c.on && templateOf(c.on)) return c.on;
  const all = resources.flatMap((r) => c.doc.list(r, c.namespace));
  return all.length === 1 ? all[0] : undefined;
}

/** The labels by which the pods of a workload are told from others. */
export function selectorOf(workload: ApiObject): Readonly<Record<string, string>> {
  const { selector } = (
    workload as ApiObject & { readonly spec: { readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> } } }
  ).spec;
  return selector?.matchLabels && Object.keys(selector.matchLabels).length > 0
    ? selector.matchLabels
    : (templateOf(workload)?.metadata?.labels ?? {});
}

/** The ports that the containers of a workload say they listen on. */
export function portsOf(workload: ApiObject): readonly ContainerPort[] {
  return templateOf(workload)?.spec.containers.flatMap((c) => c.ports ?? []) ?? [];
}
