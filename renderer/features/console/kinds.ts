/** The kinds that can be asked for, by any name kubectl knows them by: plural, singular, short, kind, with their group. */
import { groupOf, versionOf } from '#shared/api/object.ts';
import { resourceId, type ResourceId } from '#shared/api/ref.ts';
import { ALL_VERBS, type KindDefinition } from '#shared/kinds/definition.ts';
import type { CustomResourceDefinition } from '#shared/kinds/types.ts';

/** A resource as discovery tells of it. */
export interface ApiKind {
  readonly id: ResourceId;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly shortNames: readonly string[];
  readonly apiVersion: string;
  /** '' for core. */
  readonly group: string;
  readonly namespaced: boolean;
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
  readonly scales: boolean;
  /** The type in the schema; undefined for a custom resource. */
  readonly type?: string;
}

/** All kinds of a cluster. */
export class Kinds {
  readonly all: readonly ApiKind[];

  constructor(builtIn: readonly KindDefinition[], custom: readonly CustomResourceDefinition[]) {
    this.all = [...builtIn.flatMap(ofDefinition), ...custom.flatMap(ofCustom)];
  }

  /** By 'deploy', 'deployments', 'Deployment', 'deployments.apps', 'deployments.v1.apps'. */
  find(word: string): ApiKind | undefined {
    const w = word.toLowerCase();
    const dot = w.indexOf('.');
    if (dot < 0) return this.all.find((k) => names(k).includes(w));
    const name = w.slice(0, dot);
    const rest = w.slice(dot + 1);
    return this.all.find((k) => names(k).includes(name) && (k.group === rest || `${versionOf(k.apiVersion)}.${k.group}` === rest));
  }

  /** By apiVersion and kind, as a manifest says it. */
  ofManifest(apiVersion: string, kind: string): ApiKind | undefined {
    return this.all.find((k) => k.apiVersion === apiVersion && k.kind === kind);
  }

  /** Those of a category, such as 'all', in discovery's order of groups. */
  inCategory(word: string): readonly ApiKind[] {
    return this.all
      .filter((k) => k.categories.includes(word.toLowerCase()))
      .sort((a, b) => (a.group < b.group ? -1 : a.group > b.group ? 1 : 0));
  }
}

const names = (k: ApiKind) => [k.plural, k.singular, ...k.shortNames, k.kind.toLowerCase()];

/** 'deployment.apps', 'pod': how kubectl names a kind before a slash. */
export function qualifiedKind(k: Pick<ApiKind, 'singular' | 'kind' | 'group'>): string {
  const name = k.kind.toLowerCase();
  return k.group ? `${name}.${k.group}` : name;
}

/** 'deployments.apps', 'pods'. */
export function qualifiedPlural(k: Pick<ApiKind, 'plural' | 'group'>): string {
  return k.group ? `${k.plural}.${k.group}` : k.plural;
}

function ofDefinition(d: KindDefinition): readonly ApiKind[] {
  const one = (apiVersion: string, type: string | undefined): ApiKind => ({
    id: resourceId(groupOf(apiVersion), d.plural),
    plural: d.plural,
    singular: d.singular ?? d.kind.toLowerCase(),
    kind: d.kind,
    shortNames: d.shortNames ?? [],
    apiVersion,
    group: groupOf(apiVersion),
    namespaced: d.namespaced,
    categories: d.categories ?? [],
    verbs: d.verbs ?? ALL_VERBS,
    scales: d.scale !== undefined,
    ...(type !== undefined && { type }),
  });
  return [one(d.apiVersion, d.type ?? d.kind), ...(d.served ?? []).map((v) => one(v.apiVersion, v.type))];
}

function ofCustom({ spec }: CustomResourceDefinition): readonly ApiKind[] {
  return spec.versions
    .filter((v) => v.served)
    .map((v): ApiKind => ({
      id: resourceId(spec.group, spec.names.plural),
      plural: spec.names.plural,
      singular: spec.names.singular ?? spec.names.kind.toLowerCase(),
      kind: spec.names.kind,
      shortNames: spec.names.shortNames ?? [],
      apiVersion: `${spec.group}/${v.name}`,
      group: spec.group,
      namespaced: spec.scope === 'Namespaced',
      categories: spec.names.categories ?? [],
      verbs: ALL_VERBS,
      scales: v.subresources?.scale !== undefined,
    }));
}
