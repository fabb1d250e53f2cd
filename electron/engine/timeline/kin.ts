/** Who an object of the log was and whom it belonged to, remembered: thousands of pods that are gone are read once, not with every look. */
import { controllerOf, type ApiObject } from '#shared/api/object.ts';
import type { Revision, RevisionLog } from '../store/log.ts';
import type { Life } from './chronicle.ts';

export interface Kin {
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  /** Of what controls it. */
  readonly controller: string | undefined;
}

export class Kinship {
  readonly #log: RevisionLog;
  /** The object of a key as it is now, where it is alive. */
  readonly alive: (key: string) => ApiObject | undefined;
  /** By key: as it was from a turn of its life on. What it is called and whose it is changes no more within one. */
  readonly #known = new Map<string, { readonly since: Revision; readonly kin: Kin | undefined }>();

  constructor(log: RevisionLog, alive: (key: string) => ApiObject | undefined) {
    this.#log = log;
    this.alive = alive;
  }

  /** Who is, or was last, under a key at a revision. */
  of({ key, turns }: Life, at: Revision): Kin | undefined {
    const now = this.alive(key);
    if (now) return kinOf(now);
    const since = turns.findLast((t) => t.revision <= at)?.revision ?? 0;
    const known = this.#known.get(key);
    if (known?.since === since) return known.kin;
    const value = this.#log.latest(key, at)?.value;
    const kin = value && kinOf(value);
    this.#known.set(key, { since, kin });
    return kin;
  }
}

function kinOf(o: ApiObject): Kin {
  return { kind: o.kind, name: o.metadata.name, uid: o.metadata.uid, controller: controllerOf(o)?.uid };
}
