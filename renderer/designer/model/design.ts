/** The design as commands read it, and what a command is. Commands are pure: they say what to write, and the API decides. */
import type { ApiObject } from '#shared/api/object.ts';
import type { ResourceId } from '#shared/api/ref.ts';
import type { ObjectChange } from '#shared/ipc/objects.ts';

/** What there is by now. */
export interface Design {
  get(key: string): ApiObject | undefined;
  /** The objects of a resource, of one namespace where one is given. */
  list(resource: ResourceId, namespace?: string): readonly ApiObject[];
  /** The log key an object has or would have; '' where its kind is unknown. */
  keyOf(o: Unsaved): string;
}

/** An object that has not been written yet. */
export interface Unsaved {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** Why something cannot be done, said to the person who tried. */
export class Refusal extends Error {}

/** Something a person does to the design. */
export interface DesignerCommand<A> {
  readonly id: string;
  /** What the step of undo is called. */
  label(args: A): string;
  /** What to write. Throws a Refusal where it cannot be done. */
  run(doc: Design, args: A): readonly ObjectChange[];
  /** Runs with one key that follow each other closely are one step. */
  mergeKey?(args: A): string;
}

/** 'a Service', 'an Ingress'; how a sentence begins with `capital`. */
export function withArticle(kind: string, capital = false): string {
  const article = /^[AEIO]/.test(kind) ? 'an' : 'a';
  return `${capital ? article.replace('a', 'A') : article} ${kind}`;
}

/** Creates an object: a change that begins with nothing. */
export function creates(o: Unsaved): ObjectChange {
  return { after: o as unknown as ApiObject };
}

/** Changes an object; none where nothing would change. */
export function changes(before: ApiObject, after: ApiObject): readonly ObjectChange[] {
  return before === after ? [] : [{ before, after }];
}
