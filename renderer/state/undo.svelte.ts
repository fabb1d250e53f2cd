/**
 * Writing to the design, with undo. No command says how it is undone: what it changed, as before and after, is enough.
 * Sources of a step are objects (written through the API) and placements (where boxes were put on the canvas).
 */
import type { ApiObject } from '#shared/api/object.ts';
import type { Bridge } from '#shared/ipc/contract.ts';
import type { Placement } from '#shared/ipc/layout.ts';
import type { ObjectChange } from '#shared/ipc/objects.ts';
import type { Ms } from '#shared/api/time.ts';
import { inverse } from './inverse.ts';

/** Boxes put elsewhere in one view; null is a box that nobody has placed. */
export interface PlacementChange {
  readonly view: string;
  readonly before: Readonly<Record<string, Placement | null>>;
  readonly after: Readonly<Record<string, Placement | null>>;
}

/** One thing a person did. */
export interface Step {
  readonly label: string;
  /** Steps with one merge key that follow each other closely are one step: typing, dragging. */
  readonly mergeKey?: string;
  readonly changes?: readonly ObjectChange[];
  readonly placements?: readonly PlacementChange[];
}

/** What the undo needs of the rest. */
export interface UndoPorts {
  readonly bridge: Bridge;
  /** An object of the mirror as it is now. */
  current(key: string): ApiObject | undefined;
  keyOf(o: ApiObject): string;
  /** Settles once the mirror shows a revision. */
  shown(revision: number): Promise<void>;
  place(view: string, placements: Readonly<Record<string, Placement | null>>): Promise<void>;
  /** Some clock of the machine, for how close two steps are. */
  wallMs(): Ms;
}

interface Done extends Step {
  readonly wallMs: Ms;
}

const MERGE_WITHIN_MS = 1_500;
const KEPT = 500;

/** The person's steps, newest last, and those taken back. */
export class Undo {
  #done = $state.raw<readonly Done[]>([]);
  #undone = $state.raw<readonly Done[]>([]);
  /** Steps that are being taken back or done again; one after the other, however fast they are asked for. */
  #running = $state(0);
  #last: Promise<unknown> = Promise.resolve();
  readonly #ports: UndoPorts;

  constructor(ports: UndoPorts) {
    this.#ports = ports;
  }

  readonly canUndo: boolean = $derived(this.#done.length > 0 || this.#running > 0);
  readonly canRedo: boolean = $derived(this.#undone.length > 0 || this.#running > 0);
  /** What the next undo takes back, and the next redo does again. */
  readonly undoLabel: string | undefined = $derived(this.#done.at(-1)?.label);
  readonly redoLabel: string | undefined = $derived(this.#undone.at(-1)?.label);

  /** Makes changes, all or none, and remembers them. Answers, once the mirror shows them, with the objects as they then are. Rejects as the API refuses. */
  async apply(label: string, changes: readonly ObjectChange[], mergeKey?: string): Promise<readonly ApiObject[]> {
    const { objects, revision } = await this.#ports.bridge.request('changes.apply', { label, changes });
    this.record({ label, changes: changes.map((c) => named(c, objects)), ...(mergeKey !== undefined && { mergeKey }) });
    await this.#ports.shown(revision);
    return objects;
  }

  /** Remembers a step that has been made. */
  record(step: Step): void {
    const wallMs = this.#ports.wallMs();
    const last = this.#done.at(-1);
    const merges =
      last &&
      step.mergeKey !== undefined &&
      last.mergeKey === step.mergeKey &&
      wallMs - last.wallMs < MERGE_WITHIN_MS &&
      this.#undone.length === 0;
    const done: Done = { ...(merges ? this.#merge(last, step) : step), wallMs };
    this.#done = [...(merges ? this.#done.slice(0, -1) : this.#done), done].slice(-KEPT);
    this.#undone = [];
  }

  /** Takes the last step back. Rejects as the API refuses; the step then stays. */
  undo(): Promise<void> {
    return this.#inTurn(async () => {
      const step = this.#done.at(-1);
      if (!step) return;
      const taken = await this.#run(`Undo ${step.label}`, step);
      this.#done = this.#done.filter((d) => d !== step);
      this.#undone = [...this.#undone, taken];
    });
  }

  /** Does the step last taken back again. */
  redo(): Promise<void> {
    return this.#inTurn(async () => {
      const step = this.#undone.at(-1);
      if (!step) return;
      const again = await this.#run(`Redo ${step.label}`, step);
      this.#undone = this.#undone.filter((d) => d !== step);
      this.#done = [...this.#done, again];
    });
  }

  /** Forgets everything: another document. */
  clear(): void {
    this.#done = [];
    this.#undone = [];
  }

  /** Makes the inverse of a step and returns it as a step, so that undo and redo are the same thing. */
  async #run(label: string, step: Done): Promise<Done> {
    const changes = (step.changes ?? [])
      .toReversed()
      .map((c) => inverse(c, this.#ports.current(this.#keyOf(c))))
      .filter((c) => c !== undefined);
    const placements = (step.placements ?? []).toReversed().map((p) => ({ view: p.view, before: p.after, after: p.before }));
    if (changes.length > 0) await this.#ports.shown((await this.#ports.bridge.request('changes.apply', { label, changes })).revision);
    for (const p of placements) await this.#ports.place(p.view, p.after);
    return { label: step.label, changes, placements, wallMs: 0 };
  }

  #inTurn(run: () => Promise<void>): Promise<void> {
    this.#running++;
    const done = this.#last.then(run).finally(() => {
      this.#running--;
    });
    this.#last = done.catch(() => undefined);
    return done;
  }

  #keyOf(c: ObjectChange): string {
    return this.#ports.keyOf((c.after ?? c.before) as ApiObject);
  }

  /** Two steps as one: each object from its first before to its last after. */
  #merge(first: Step, second: Step): Step {
    const changes = new Map<string, ObjectChange>();
    for (const c of [...(first.changes ?? []), ...(second.changes ?? [])]) {
      const earlier = changes.get(this.#keyOf(c));
      changes.set(this.#keyOf(c), join(earlier, c));
    }
    return {
      ...second,
      changes: [...changes.values()].filter((c) => c.before ?? c.after),
      placements: [...(first.placements ?? []), ...(second.placements ?? [])],
    };
  }
}

function join(earlier: ObjectChange | undefined, c: ObjectChange): ObjectChange {
  if (!earlier) return c;
  return { ...(earlier.before && { before: earlier.before }), ...(c.after && { after: c.after }) };
}

/** A change with the name the server gave (generateName), so that it can be found again. */
function named(c: ObjectChange, objects: readonly ApiObject[]): ObjectChange {
  if (c.before || !c.after || c.after.metadata.name) return c;
  const made = objects.find(
    (o) => o.kind === c.after?.kind && o.metadata.name.startsWith((c.after.metadata as { generateName?: string }).generateName ?? '\0'),
  );
  return made ? { after: made } : c;
}
