/**
 * An object while a person edits it by form. Every edit is sent at once; what the API refuses stays in the draft, with the
 * fault at the field it names, until it is mended or discarded.
 */
import { createContext } from 'svelte';
import { carry } from '#shared/api/carry.ts';
import { keysOfPath, liesUnder, valueAt, withValueAt, type FieldPath } from '#shared/api/field-path.ts';
import { equal } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { BridgeError, messageOf } from '../../../bridge/index.ts';
import type { App } from '../../../state/app.svelte.ts';
import type { FormSchema } from './form-schema.ts';
import { missingIn, type FieldFault } from './missing.ts';

/** What was edited and is not in the cluster: from what it was made, and what it should be. */
interface Pending {
  readonly base: ApiObject;
  readonly after: ApiObject;
}

/** What a draft needs of the window. */
export type DraftPorts = Pick<App, 'cluster' | 'undo' | 'readOnly'>;

/** The edits of one object. */
export class Draft {
  readonly key: string;
  readonly #app: DraftPorts;
  readonly #schema: () => FormSchema | undefined;
  #pending = $state.raw<Pending | undefined>(undefined);
  #sending = false;
  #carried: { readonly live: ApiObject; readonly pending: Pending; readonly object: ApiObject } | undefined;

  /** What is wrong, by field. */
  faults = $state.raw<readonly FieldFault[]>([]);
  /** The API's own words where it refused; '' where it did not. */
  refusal = $state('');

  constructor(app: DraftPorts, key: string, schema: () => FormSchema | undefined) {
    this.#app = app;
    this.key = key;
    this.#schema = schema;
  }

  /** The object with what is pending put on it; undefined where it is not there at the instant shown. */
  get object(): ApiObject | undefined {
    // Nothing derived: a draft may outlive the form that it was made for.
    const live = this.#app.cluster.get(this.key);
    const p = this.#pending;
    if (!live || !p) return live;
    if (this.#carried?.live !== live || this.#carried.pending !== p)
      this.#carried = { live, pending: p, object: carry(live, p.base, p.after) as ApiObject };
    return this.#carried.object;
  }

  /** What the form is made from. */
  get schema(): FormSchema | undefined {
    return this.#schema();
  }

  get readOnly(): boolean {
    return this.#app.readOnly !== undefined;
  }

  /** True while something is not in the cluster. */
  get pending(): boolean {
    return this.#pending !== undefined;
  }

  valueAt(path: FieldPath): unknown {
    return valueAt(this.object, path);
  }

  /** What is wrong with exactly this field. */
  faultAt(path: FieldPath): string | undefined {
    return this.faults.find((f) => f.path.length === path.length && liesUnder(f.path, path))?.message;
  }

  /** True where something at or below a field is wrong. */
  faultUnder(path: FieldPath): boolean {
    return this.faults.some((f) => liesUnder(f.path, path));
  }

  /** Sets a field (undefined takes it out) and sends the draft. `label` says what was edited: 'replicas'. */
  set(path: FieldPath, value: unknown, label: string): Promise<void> {
    return this.edit((o) => withValueAt(o, path, value) as ApiObject, label, `${this.key} ${path.join('/')}`);
  }

  /** Makes any edit and sends the draft. Edits of one `mergeKey` that follow each other closely are one step of undo. */
  async edit(change: (o: ApiObject) => ApiObject, label: string, mergeKey: string): Promise<void> {
    const live = this.#app.cluster.peek(this.key);
    if (!live || this.readOnly) return;
    const from = this.#pending ?? { base: live, after: live };
    const after = change(from.after);
    if (equal(after, from.base)) return this.discard();
    this.#pending = { base: from.base, after };
    await this.#send(`Change ${label} of ${live.metadata.name}`, mergeKey);
  }

  /** Sends what is pending once more. */
  retry(): Promise<void> {
    return this.#send(`Change ${this.object?.metadata.name ?? ''}`, this.key);
  }

  /** Lets what is pending go. */
  discard(): void {
    this.#pending = undefined;
    this.faults = [];
    this.refusal = '';
  }

  async #send(label: string, mergeKey: string): Promise<void> {
    const p = this.#pending;
    if (!p || this.#sending) return;
    const missing = missingIn(this.#schema(), p.base, p.after);
    this.faults = missing;
    this.refusal = '';
    if (missing.length > 0) return;
    this.#sending = true;
    try {
      const [written] = await this.#app.undo.apply(label, [{ before: p.base, after: p.after }], mergeKey);
      this.#sending = false;
      const now = this.#pending;
      if (!now || now === p || !written) return this.discard();
      this.#pending = { base: written, after: carry(written, p.after, now.after) as ApiObject };
      await this.#send(label, mergeKey);
    } catch (e) {
      this.#sending = false;
      this.refusal = messageOf(e);
      this.faults = causesOf(e);
    }
  }
}

/** The fields that a refusal names. */
export function causesOf(e: unknown): readonly FieldFault[] {
  const details = e instanceof BridgeError ? (e.details as { causes?: unknown; details?: { causes?: unknown } } | undefined) : undefined;
  const causes = details?.causes ?? details?.details?.causes;
  if (!Array.isArray(causes)) return [];
  return (causes as readonly { field?: string; message?: string }[]).flatMap((c) =>
    c.field ? [{ path: keysOfPath(c.field), message: c.message ?? '' }] : [],
  );
}

const [useDraft, provideDraft] = createContext<Draft>();

export { useDraft, provideDraft };
