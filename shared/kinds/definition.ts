/**
 * What a kind is. One definition per kind holds every fact that admission, storage, tables, the inspector's form,
 * export and review need; a new kind is one file with a definition and one line in index.ts.
 */
import type { FieldError } from '../api/errors.ts';
import { groupOf, type ApiObject, type Draft, versionOf } from '../api/object.ts';
import { resourceId, type ResourceId } from '../api/ref.ts';
import type { Ms } from '../api/time.ts';
import type { JSONSchemaProps } from './generated/types.ts';

/** What can be asked of a resource. */
export type Verb = 'create' | 'delete' | 'deletecollection' | 'get' | 'list' | 'patch' | 'update' | 'watch';

/** The verbs of an ordinary resource, in discovery's order. */
export const ALL_VERBS: readonly Verb[] = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** A part of an object that is read and written by itself: pods/status, deployments/scale. */
export interface Subresource {
  readonly name: string;
  /** The kind it speaks, where that is not the resource's own. */
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly verbs: readonly Verb[];
}

/** How a part of an object is written by itself. */
export interface WrittenPart<T> {
  prepareUpdate(next: T, previous: T): T;
  validateUpdate(next: T, previous: T): readonly FieldError[];
}

/** Where a scalable kind keeps its counts, as paths of keys. */
export interface ScalePaths {
  readonly specReplicas: readonly string[];
  readonly statusReplicas: readonly string[];
  /** Where the pods' selector is: a LabelSelector object, or (for a custom resource) a text. */
  readonly selector?: readonly string[];
}

/** What a printer may ask beside the object. */
export interface PrintContext {
  /** Virtual now, in ms since 1970. */
  readonly nowMs: Ms;
}

/** A cell of a table row. */
export type Cell = string | number | boolean | null;

/** A column of `kubectl get`. Priority 0 is always shown, 1 only with -o wide. */
export interface PrinterColumn<T> {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  /** 'name' for the name; a custom resource's own columns may have others. */
  readonly format?: string;
  readonly description?: string;
  /** 'ServiceSpec.type': the field of the schema whose description is the column's, where it has none of its own. */
  readonly describes?: string;
  readonly priority?: number;
  cell(o: T, c: PrintContext): Cell;
}

/** Who asks for something, as an object may keep it. */
export interface Requester {
  readonly name: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** The metadata that a write to the status writes too, unless its kind keeps it. */
export const STATUS_METADATA = ['labels', 'annotations', 'finalizers', 'ownerReferences'] as const;

/** The facts about a kind. */
export interface KindDefinition<T extends ApiObject = ApiObject> {
  readonly apiVersion: string;
  readonly kind: T['kind'];
  readonly plural: string;
  /** Lower-case kind, unless given. */
  readonly singular?: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly namespaced: boolean;
  /** The kind of a list of it; the kind with List, unless given. */
  readonly listKind?: string;
  /** The type in generated/schema.json; the kind, unless given. A custom resource has none. */
  readonly type?: string;
  /** True where objects are stored in this version but it is not served: then `served` lists all that are. */
  readonly storedOnly?: boolean;
  /** Of a custom resource, which has no such type: the structural schema of this version. */
  readonly structural?: JSONSchemaProps;
  /** Of a custom resource: the fields that its schema does not specify and that are not kept, sorted: 'spec.list[0].extra'. */
  unknownFields?(o: object): readonly string[];
  /** What can be asked of it; everything, unless given. Reviews are only created and never stored. */
  readonly verbs?: readonly Verb[];
  /** In discovery's order. A kind with a `status` here keeps spec and status apart. */
  readonly subresources?: readonly Subresource[];
  readonly scale?: ScalePaths;
  /** Whether metadata.generation counts changes of the spec (of everything but metadata and status). */
  readonly generation?: boolean;
  /** Other versions under which the same stored object is served. */
  readonly served?: readonly ServedVersion[];
  /** The fields that field selectors may use beside metadata.name and metadata.namespace, with their values. */
  selectableFields?(o: T): Readonly<Record<string, string>>;

  /** Fills in what Kubernetes fills in. Pure and idempotent; parts that are complete are returned as they are. */
  default?(o: T): T;
  /** Brings an object that is about to be created into its first state (initial status, cleared fields, who asks for it). */
  prepareCreate?(o: T, requester?: Requester): T;
  /** Brings an update into shape: what this request may not change is put back from `previous`. */
  prepareUpdate?(next: T, previous: T): T;
  /** The same for a write to the status at `now` (RFC 3339): what only the server sets, and what a writer leaves out, stays. */
  prepareStatusUpdate?(next: T, previous: T, now: string): T;
  /**
   * How often, and in which order, an update's metadata is looked at after what all kinds have in common: U for the change,
   * M for the metadata by itself. 'U', unless given. What is wrong is told each time.
   */
  readonly metadataChecks?: string;
  /** What of the metadata a write to the status may not change: nothing, unless given; of custom resources everything. */
  readonly statusKeeps?: readonly (typeof STATUS_METADATA)[number][];
  /** Subresources that write a part of the object under rules of their own, by name: pods/resize. */
  readonly parts?: Readonly<Record<string, WrittenPart<T>>>;
  /** All that is wrong with it, in Kubernetes' order, paths and wording. Sees only this object. */
  validate?(o: T): readonly FieldError[];
  /** All that is wrong with changing `previous` into `next` (validate has not been called). */
  validateUpdate?(next: T, previous: T): readonly FieldError[];
  /** The same for a write to the status subresource. */
  validateStatusUpdate?(next: T, previous: T): readonly FieldError[];
  /** What a client is warned of, though it is let pass; without `previous` for a create. */
  warnings?(next: T, previous?: T): readonly string[];
  /** Whether a PUT to a name that does not exist creates the object. */
  readonly createOnUpdate?: boolean;
  /** False where an update must say which resourceVersion it is based on. */
  readonly unconditionalUpdate?: boolean;
  /** How the name is checked; undefined means a DNS subdomain. Returns the complaints. */
  validateName?(name: string, generated: boolean): readonly string[];
  /** The object as a delete that cannot be carried out at once leaves it, beside its deletion timestamp. */
  prepareDelete?(o: T): T;
  /** Whether something beside finalizers keeps an object that is to be deleted (a namespace's spec does). */
  holdsDeletion?(o: T): boolean;
  /** Seconds of grace when a delete asks for none; undefined for a kind that is deleted at once. */
  gracePeriodSeconds?(o: T): number | undefined;
  /** What happens to dependents when a delete does not say; Background, unless given. */
  readonly defaultPropagation?: 'Orphan' | 'Background';
  /** What a client is told whose delete does not say what becomes of dependents. */
  readonly deleteWarning?: string;
  /** What every client is told that asks for this kind: 'v1 Endpoints is deprecated in v1.33+; use …'. */
  readonly deprecation?: string;
  /** All that `kubectl get` prints, NAME and AGE included, in order (columns.ts has those two). */
  readonly columns?: readonly PrinterColumn<T>[];
  /** What a row says of its object beside the cells: that a pod is done. */
  rowConditions?(o: T): readonly RowCondition[];
}

/** Source: meta/v1 TableRowCondition. */
export interface RowCondition {
  readonly type: 'Completed';
  readonly status: 'True';
  readonly reason: string;
  readonly message: string;
}

/** Another version of a kind, converted from and to the one that is stored. */
export interface ServedVersion {
  readonly apiVersion: string;
  /** As in the definition: one of the two is there. */
  readonly type?: string;
  readonly structural?: JSONSchemaProps;
  unknownFields?(o: object): readonly string[];
  /** Its own, where they differ from those of the stored version. */
  readonly shortNames?: readonly string[];
  fromStored(o: ApiObject): ApiObject;
  toStored(o: Draft): Draft;
  /** What is wrong with a stored object that came through this version, instead of the kind's own checks. */
  validate?(o: ApiObject): readonly FieldError[];
  validateUpdate?(next: ApiObject, previous: ApiObject): readonly FieldError[];
  /** Names that field selectors use in this version, and what they are called in the stored one. */
  readonly fieldLabels?: Readonly<Record<string, string>>;
  readonly columns?: readonly PrinterColumn<ApiObject>[];
  /** What it has instead of the kind's: subresources, fields to select by, a word that it is deprecated. */
  readonly own?: Partial<KindDefinition>;
}

/** The group of a definition, '' for core. */
export function group(d: Pick<KindDefinition, 'apiVersion'>): string {
  return groupOf(d.apiVersion);
}

/** The version of a definition. */
export function version(d: Pick<KindDefinition, 'apiVersion'>): string {
  return versionOf(d.apiVersion);
}

/** The store's name for the resource of a definition. */
export function resourceOf(d: Pick<KindDefinition, 'apiVersion' | 'plural'>): ResourceId {
  return resourceId(groupOf(d.apiVersion), d.plural);
}

/** Writes a definition with its type checked; what every kind's file exports. */
export function defineKind<T extends ApiObject>(d: KindDefinition<T>): KindDefinition<T> {
  return Object.freeze(d);
}
