/**
 * A watch: what is there, then every change as it happens. Each state of an object is written once, for however many
 * watchers. Source: apiserver's storage/cacher and endpoints/handlers/watch.go, KEP-3157.
 */
import { gone, statusOf } from '#shared/api/errors.ts';
import type { ApiObject } from '#shared/api/object.ts';
import type { Core } from '../context.ts';
import type { Resource } from '../resources.ts';
import { apiVersionOf, fromStored } from '../served-version.ts';
import type { Change } from '../../store/store.ts';
import type { ListOptions } from './options.ts';
import { represent, tableOf, type Representation } from './representation.ts';
import type { Selection } from './selection.ts';
import type { Included } from './table.ts';

/** A watch that is granted and waits for somebody to listen. */
export interface Watch {
  readonly watch: true;
  /** How long it may last by the wall, in seconds; as long as anybody likes where it is not said. */
  readonly timeoutSeconds: number | undefined;
  /** Begins. `sink` gets a line for each event, `end` is called when there will be none any more. */
  start(sink: (line: Line) => void, end: () => void): Watching;
}

/** An event as a line of JSON. What was there before the watch is many lines at once: those are written when there is room for them. */
export type Line = string | (() => string);

/** A watch under way. */
export interface Watching {
  /** Says how far it has come, to who asked for that. */
  bookmark(): void;
  stop(): void;
}

export interface WatchRequest {
  readonly core: Core;
  readonly resource: Resource;
  readonly namespace: string;
  readonly selection: Selection;
  readonly options: ListOptions;
  readonly form: Representation;
  readonly included: Included;
}

type EventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';

const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';

/** Texts of the objects that were sent last, by the version they were sent in: watchers hear of the same changes at the same time. */
let recent = new Map<ApiObject, Map<string, string>>();
let older = recent;
const MOST_RECENT = 2048;

function textsOf(o: ApiObject): Map<string, string> {
  let texts = recent.get(o) ?? older.get(o);
  if (!texts) {
    if (recent.size >= MOST_RECENT) {
      older = recent;
      recent = new Map();
    }
    recent.set(o, (texts = new Map()));
  }
  return texts;
}

export function watchObjects(w: WatchRequest): Watch {
  return { watch: true, timeoutSeconds: w.options.timeoutSeconds, start: (sink, end) => begin(w, sink, end) };
}

function begin(w: WatchRequest, sink: (line: Line) => void, end: () => void): Watching {
  const { core, resource, namespace, selection, options } = w;
  const { store } = core;
  let headed = false;
  let off = () => {};
  const line = (type: EventType, body: string) => `{"type":"${type}","object":${body}}\n`;
  const say = (type: EventType, body: string) => sink(line(type, body));
  const text = (o: ApiObject): string => {
    if (w.form.as === 'Table') {
      const table = JSON.stringify(
        tableOf(core, resource, w.form, [o], { resourceVersion: o.metadata.resourceVersion }, w.included, headed ? null : undefined),
      );
      headed = true;
      return table;
    }
    const key = `${w.form.as}/${w.form.version}/${apiVersionOf(resource)}`;
    const texts = textsOf(o);
    let made = texts.get(key);
    if (made === undefined) texts.set(key, (made = JSON.stringify(represent(core, resource, w.form, o, w.included))));
    return made;
  };
  const bookmark = (revision: number, annotations?: Readonly<Record<string, string>>) => {
    const shell = {
      kind: resource.definition.kind,
      apiVersion: apiVersionOf(resource),
      metadata: { resourceVersion: String(revision), ...(annotations ? { annotations } : {}) },
    };
    const whole =
      w.form.as === 'Object'
        ? fromBlank(resource, shell)
        : { ...shell, kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${w.form.version}` };
    say(
      'BOOKMARK',
      JSON.stringify(
        w.form.as === 'Table'
          ? {
              kind: 'Table',
              apiVersion: `meta.k8s.io/${w.form.version}`,
              metadata: { resourceVersion: String(revision) },
              columnDefinitions: null,
              rows: [{ cells: null, object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: shell.metadata } }],
            }
          : whole,
      ),
    );
  };
  const concerns = (o: ApiObject | undefined): boolean =>
    o !== undefined && (!namespace || o.metadata.namespace === namespace) && selection.matches(o);
  const tell = ({ ref, before, after, sent }: Change, when: 'now' | 'later' = 'now'): void => {
    if (ref.resource !== resource.id) return;
    const was = concerns(before);
    const is = concerns(after);
    if (!was && !is) return;
    const type = is ? (was ? 'MODIFIED' : 'ADDED') : 'DELETED';
    const o = is
      ? (after as ApiObject)
      : after
        ? { ...(before as ApiObject), metadata: { ...(before as ApiObject).metadata, resourceVersion: after.metadata.resourceVersion } }
        : sent;
    if (when === 'now') say(type, text(o));
    else sink(() => line(type, text(o)));
  };

  const from = options.resourceVersion;
  const initial = options.sendInitialEvents ?? (from === undefined || from === 0);
  if (from !== undefined && from > store.revision) {
    say('ERROR', JSON.stringify({ ...statusOf(gone(`too old resource version: ${from} (${store.revision})`)), code: 410 }));
    end();
    return { bookmark() {}, stop() {} };
  }
  if (initial) {
    for (const o of store.list({ resource: resource.id, ...(namespace ? { namespace } : {}) }))
      if (concerns(o)) sink(() => line('ADDED', text(o)));
    if (options.sendInitialEvents && options.bookmarks) bookmark(store.revision, { [INITIAL_EVENTS_END]: 'true' });
  } else for (const c of store.changesSince(from ?? store.revision)) tell(c, 'later');
  off = store.observe((c) => tell(c));
  return {
    bookmark: () => {
      if (options.bookmarks) bookmark(store.revision);
    },
    stop: () => off(),
  };
}

/** A bookmark carries an object of the kind that says nothing but a version. */
function fromBlank(r: Resource, shell: object): object {
  try {
    return { ...fromStored(r, shell as ApiObject), ...shell };
  } catch {
    return shell;
  }
}
