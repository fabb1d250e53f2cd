/** What a form shows first, as data: the fields a person reaches for, by kind. Everything else follows from the kind's schema. */
import type { FieldPath } from '#shared/api/field-path.ts';
import type { ApiObject } from '#shared/api/object.ts';
import type { ResourceId } from '#shared/api/ref.ts';

/** What a curated field may look up beside its object. */
export interface FormView {
  /** The objects of a resource; of one namespace where it is given. */
  list<T extends ApiObject = ApiObject>(resource: ResourceId, namespace?: string): readonly T[];
}

/** The object a form is about, and its surroundings. */
export interface FormContext {
  readonly object: ApiObject;
  readonly view: FormView;
}

/** How a field is edited where its schema is not enough: the keys of a config map or secret. */
export type Control = 'text-keys' | 'secret-keys';

/** A field of a curated form. */
export interface CuratedField {
  readonly label: string;
  /** Where its value is, below its section's place. Without one it only states something. */
  readonly path?: FieldPath;
  /** Shown only where it is set, or once more is asked for. */
  readonly rare?: boolean;
  /** Values that are nothing to speak of: a rare field that holds one of them stays hidden; 'any' hides it whatever it holds. */
  readonly usual?: readonly unknown[] | 'any';
  /** A structured value in a few words, '' for nothing; `summaryOf` unless given. */
  summary?(value: never, c: FormContext): string;
  /** An entry of a list in a few words; what `summary` says of a list of it alone, unless given. */
  entry?(entry: never): string;
  /** What a field without a path states; undefined leaves it out. */
  states?(c: FormContext): string | undefined;
  /** A word beside the value: a consequence, a default, a warning. */
  note?(value: unknown, c: FormContext): string | undefined;
  /** Why it is not to be edited: somebody else writes it. */
  locked?(c: FormContext): string | undefined;
  /** Values to choose from; others may be typed. */
  options?(c: FormContext): readonly string[];
  readonly control?: Control;
}

/** A group of fields. */
export interface CuratedSection {
  /** '' has no head. '{name}' is the entry's name. */
  readonly title: string;
  /** Where the fields' paths begin. */
  readonly path?: FieldPath;
  /** True where `path` leads to a list: the section is repeated for each entry. */
  readonly each?: boolean;
  readonly fields: readonly CuratedField[];
  /** Adds an entry: what it is called, and a new one given those there are. */
  readonly add?: { readonly label: string; entry(entries: readonly unknown[]): unknown };
}

/** The curated form of a kind. */
export interface CuratedForm {
  readonly kind: string;
  readonly sections: readonly CuratedSection[];
  /** Where the pod template is, for kinds that have one: the form then has a section about behaviour. */
  readonly template?: FieldPath;
}

/** A field at a dotted path. */
export function field(label: string, path: string, more: Omit<CuratedField, 'label' | 'path'> = {}): CuratedField {
  return { label, path: path.split('.'), ...more };
}

/** A field that only states something. */
export function fact(label: string, states: NonNullable<CuratedField['states']>): CuratedField {
  return { label, states };
}

/** Names of the objects of a resource, in the object's own namespace or (cluster-scoped) of all. */
export function namesOf(resource: ResourceId, sameNamespace = true): NonNullable<CuratedField['options']> {
  return ({ object, view }) =>
    view
      .list(resource, sameNamespace ? object.metadata.namespace : undefined)
      .map((o) => o.metadata.name)
      .sort();
}

/** 'web-2' where 'web' is taken. */
export function freeName(base: string, taken: readonly unknown[]): string {
  const names = new Set(taken.map((t) => (t as { name?: string } | undefined)?.name));
  for (let i = 1; ; i++) {
    const name = i === 1 ? base : `${base}-${i}`;
    if (!names.has(name)) return name;
  }
}
