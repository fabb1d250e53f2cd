/**
 * The mirror of the cluster at the instant a window shows. While it shows now, what changes is gathered and sent in
 * batches; a slow reader gets fewer and larger ones. When it looks elsewhere, it is sent what differs.
 */
import type { ApiObject } from '#shared/api/object.ts';
import { keyOf } from '#shared/api/ref.ts';
import type { Ms } from '#shared/api/time.ts';
import type { ObjectsBatch } from '#shared/ipc/objects.ts';
import type { Change } from '#engine/store/store.ts';
import type { Revision } from '#engine/store/log.ts';
import type { Session } from '../session.ts';
import type { Viewer } from '../viewer.ts';
import type { Sink, Stream } from './stream.ts';

/** Batches come no faster. */
const EVERY_MS: Ms = 33;
/** Objects in one batch; a long list comes in several, all but the last with revision 0. */
const MOST_AT_ONCE = 4_000;

export const objects: Stream<'objects'> = (viewer, sink) => {
  const mirror = new Mirror(viewer, sink);
  return () => mirror.end();
};

class Mirror {
  readonly #viewer: Viewer;
  readonly #sink: Sink<ObjectsBatch>;
  readonly #ends: (() => void)[];
  #endObserving: (() => void) | undefined;
  /** What the reader has not been sent yet; undefined is an object that is gone. */
  #waiting = new Map<string, ApiObject | undefined>();
  #reset = true;
  /** The instant the reader's mirror stands at once what waits is sent. */
  #shows: Revision = 0;
  #callOff: (() => void) | undefined;
  #sentAtMs = -Infinity;
  #ended = false;

  constructor(viewer: Viewer, sink: Sink<ObjectsBatch>) {
    this.#viewer = viewer;
    this.#sink = sink;
    this.#ends = [viewer.desk.sessionChanged.on(() => this.#begin()), viewer.lookChanged.on(() => this.#turn())];
    this.#begin();
  }

  end(): void {
    this.#ended = true;
    this.#callOff?.();
    this.#endObserving?.();
    for (const end of this.#ends) end();
  }

  /** Forgets what was sent, and sends everything. */
  #begin(): void {
    this.#endObserving?.();
    this.#endObserving = undefined;
    this.#waiting.clear();
    this.#reset = true;
    this.#shows = 0;
    const { open } = this.#viewer.desk;
    const { looking } = this.#viewer;
    if (!open) return;
    if (looking) {
      for (const e of open.timeline.snapshot(looking.revision)) this.#waiting.set(e.key, e.value);
      this.#shows = looking.revision;
    } else {
      this.#live(open);
      const { store } = open.cluster.core;
      for (const resource of store.resources()) {
        for (const o of store.list({ resource }))
          this.#waiting.set(keyOf({ resource, namespace: o.metadata.namespace ?? '', name: o.metadata.name }), o);
      }
    }
    this.#soon();
  }

  /** The window looks elsewhere: what turns the one instant into the other is sent. */
  #turn(): void {
    const { open } = this.#viewer.desk;
    const { looking } = this.#viewer;
    if (!open) return;
    this.#endObserving?.();
    this.#endObserving = undefined;
    const to = looking?.revision ?? open.cluster.core.store.revision;
    for (const [key, o] of open.timeline.changes(this.#shows, to)) this.#waiting.set(key, o);
    this.#shows = to;
    if (!looking) this.#live(open);
    this.#soon();
  }

  #live(session: Session): void {
    const { store } = session.cluster.core;
    this.#shows = store.revision;
    this.#endObserving = store.observe((c) => this.#take(c));
  }

  #take({ ref, revision, after }: Change): void {
    this.#waiting.set(keyOf(ref), after);
    this.#shows = revision;
    this.#soon();
  }

  #soon(): void {
    if (this.#callOff || this.#ended) return;
    const { wall } = this.#viewer.desk;
    this.#callOff = wall.after(Math.max(0, this.#sentAtMs + EVERY_MS - wall.now()), () => {
      this.#callOff = undefined;
      this.#send();
    });
  }

  #send(): void {
    if (this.#ended || !this.#viewer.desk.open) return;
    if (this.#sink.full) {
      this.#sink.onDrain(() => this.#soon());
      return;
    }
    const set: ApiObject[] = [];
    const gone: string[] = [];
    for (const [key, o] of this.#waiting) {
      if (set.length >= MOST_AT_ONCE) break;
      this.#waiting.delete(key);
      if (o) set.push(withoutManagers(o));
      else if (!this.#reset) gone.push(key);
    }
    const whole = this.#waiting.size === 0;
    this.#sink.send({ ...(this.#reset && { reset: true }), set, gone, revision: whole ? this.#shows : 0 });
    this.#reset = false;
    this.#sentAtMs = this.#viewer.desk.wall.now();
    if (!whole) this.#soon();
  }
}

/** No window shows who manages which field, and it is half of many an object. */
function withoutManagers(o: ApiObject): ApiObject {
  if (!o.metadata.managedFields) return o;
  const { managedFields: _left, ...metadata } = o.metadata;
  return { ...o, metadata: metadata as ApiObject['metadata'] };
}
