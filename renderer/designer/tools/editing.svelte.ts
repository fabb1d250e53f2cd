/** A person's hand in the design: runs the designer's commands on what is there, as steps of undo, and tells what cannot be done. */
import { namespaceOf, type ApiObject } from '#shared/api/object.ts';
import { parseKey } from '#shared/api/ref.ts';
import type { Arrow } from '#shared/graph/box.ts';
import type { ObjectChange } from '#shared/ipc/objects.ts';
import type { App } from '../../state/app.svelte.ts';
import { waysOf } from '../model/connect.ts';
import type { Way } from '../model/connections/connection.ts';
import { Refusal, type Design, type DesignerCommand, type Unsaved } from '../model/design.ts';
import { designerCommands as model } from '../model/index.ts';
import type { Addable } from '../model/kinds/addable.ts';
import { objectsOf, yamlOf } from './clipboard.ts';
import { countWanted } from '../model/scale.ts';
import { isReplaced } from '../model/remove.ts';
import { whyNoRename } from '../model/rename.ts';

/** Something out of the palette on its way to the canvas; a point of the window. */
export interface Carried {
  readonly addable: Addable;
  readonly x: number;
  readonly y: number;
}

/** Where something is added. */
export interface AddPlace {
  readonly namespace?: string | undefined;
  readonly on?: string | undefined;
}

/** A question that has to be answered before something is done. */
export type Question =
  | { readonly ask: 'rename'; readonly key: string }
  | { readonly ask: 'move'; readonly keys: readonly string[]; readonly namespace?: string }
  | { readonly ask: 'connect'; readonly key: string };

const CONNECTABLE_ON_DROP: ReadonlySet<string> = new Set([
  'Service',
  'Ingress',
  'NetworkPolicy',
  'ConfigMap',
  'Secret',
  'ServiceAccount',
  'Role',
  'PersistentVolumeClaim',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
]);

export class Editing {
  carried = $state.raw<Carried | undefined>(undefined);
  question = $state.raw<Question | undefined>(undefined);
  /** Puts what is carried where the pointer is; set by the canvas while there is one. */
  drop: ((c: Carried) => void) | undefined;
  /** Adds where one looks. */
  addInSight: ((a: Addable) => void) | undefined;
  /** Has one box lie beside another once it is there. */
  beside: ((of: string, key: string) => void) | undefined;
  /** Has one box lie where another lies that goes. */
  instead: ((of: string, key: string) => void) | undefined;
  readonly design: Design;
  readonly #app: App;
  #copied = '';

  constructor(app: App) {
    this.#app = app;
    const { cluster } = app;
    this.design = {
      get: (key) => cluster.peek(key),
      keyOf: (o) => cluster.resources.keyOf(o) ?? '',
      list: (resource, namespace) =>
        namespace === undefined ? cluster.table(resource).all : cluster.table(resource).byNamespace.get(namespace),
    };
  }

  /** The namespace that something new goes to, where nobody says otherwise. */
  get namespace(): string {
    const { view, selection, cluster } = this.#app;
    const primary = selection.primary;
    if (view.namespace !== undefined) return view.namespace;
    if (primary !== undefined) {
      const { resource, namespace, name } = parseKey(primary);
      if (resource === 'core/namespaces') return name;
      if (namespace !== '' && !namespace.startsWith('kube-')) return namespace;
    }
    const own = cluster.namespaces.all.map((n) => n.metadata.name).filter((n) => n !== 'default' && !n.startsWith('kube-'));
    return own.length === 1 && cluster.table('apps/deployments').byNamespace.get('default').length === 0 ? (own[0] as string) : 'default';
  }

  /** Runs a command as one step. Answers with the objects as they then are; undefined where it was refused. */
  async run<A>(command: DesignerCommand<A>, args: A): Promise<readonly ApiObject[] | undefined> {
    const changes = this.#changesOf(command, args);
    return changes && changes.length > 0 ? await this.#app.change(command.label(args), changes, command.mergeKey?.(args)) : undefined;
  }

  #changesOf<A>(command: DesignerCommand<A>, args: A): readonly ObjectChange[] | undefined {
    try {
      return command.run(this.design, args);
    } catch (e) {
      if (!(e instanceof Refusal)) throw e;
      this.#app.notices.show({ severity: 'warning', text: e.message });
      return undefined;
    }
  }

  /** Adds an object. `place` is told its key before it is there. Answers with the key once it is. */
  async add(addable: Addable, { namespace, on }: AddPlace, place?: (key: string, namespace: string) => void): Promise<string | undefined> {
    const args = {
      addable,
      namespace: addable.namespaced ? (namespace ?? this.namespace) : '',
      on: on !== undefined && CONNECTABLE_ON_DROP.has(addable.kind) ? on : undefined,
    };
    const changes = this.#changesOf(model.add, args);
    const main = changes?.[0]?.after;
    if (!changes || !main) return undefined;
    const key = this.design.keyOf(main as unknown as Unsaved);
    place?.(key, args.namespace);
    if (!(await this.#app.change(model.add.label(args), changes))) return undefined;
    this.#app.selection.set([key]);
    return key;
  }

  /** The ways in which two things can be connected. */
  ways(from: string, to: string): readonly Way[] {
    const a = this.design.get(from);
    const b = this.design.get(to);
    return a && b && a !== b ? waysOf(a, b) : [];
  }

  connect(from: string, to: string, way?: string): Promise<readonly ApiObject[] | undefined> {
    return this.run(model.connect, { from, to, ...(way !== undefined && { way }) });
  }

  async disconnect(a: Pick<Arrow, 'from' | 'to' | 'what'>): Promise<void> {
    if (await this.run(model.disconnect, { from: a.from, to: a.to, what: a.what })) this.#app.selection.clear();
  }

  /** One more or less; the count of a workload or a pool. */
  async scaleBy(key: string, by: number): Promise<void> {
    const o = this.design.get(key);
    const wanted = o && countWanted(o);
    if (wanted !== undefined) await this.run(model.scale, { key, to: wanted + by });
  }

  /** The count that can be changed by hand; undefined where there is none. */
  countOf(key: string): number | undefined {
    const o = this.#app.cluster.get(key);
    return o && countWanted(o);
  }

  /** Deletes objects with what they control. */
  async remove(keys: readonly string[]): Promise<void> {
    const args = { keys, within: (namespace: string) => this.#within(namespace) };
    const changes = this.#changesOf(model.remove, args);
    if (!changes) return;
    const { bridge, notices, cluster, selection } = this.#app;
    selection.clear();
    // A pod that its controller makes again is nothing that undo could bring back.
    if (!isReplaced(this.design, keys)) {
      await this.#app.change(model.remove.label(args), changes);
      return;
    }
    try {
      const { revision } = await bridge.request('changes.apply', { label: model.remove.label(args), changes });
      await cluster.shown(revision);
    } catch (e) {
      notices.error(e, `Not done: ${model.remove.label(args)}`);
    }
  }

  /** Makes the same once more, each beside its original. */
  async duplicate(keys: readonly string[]): Promise<void> {
    const changes = this.#changesOf(model.duplicate, { keys });
    if (!changes) return;
    for (const [i, c] of changes.entries()) if (c.after) this.beside?.(keys[i] as string, this.design.keyOf(c.after as unknown as Unsaved));
    const made = await this.#app.change(model.duplicate.label({ keys }), changes);
    if (made) this.#select(made);
  }

  /** Puts the selection into the clipboard as YAML. */
  async copy(): Promise<void> {
    const objects = this.#app.selection.keys.flatMap((k) => this.design.get(k) ?? []);
    if (objects.length === 0) return;
    this.#copied = yamlOf(objects);
    await navigator.clipboard.writeText(this.#copied);
    this.#app.notices.info(
      objects.length === 1
        ? `${objects[0]?.metadata.name} is in the clipboard as YAML.`
        : `${objects.length} objects are in the clipboard as YAML.`,
    );
  }

  /** Is this what was copied here last? */
  isOwn(text: string): boolean {
    return text !== '' && text.replaceAll('\r\n', '\n').trim() === this.#copied.trim();
  }

  /** Puts what was copied here last into the current namespace. */
  async pasteOwn(): Promise<void> {
    await this.paste(objectsOf(this.#copied));
  }

  async paste(objects: readonly Unsaved[]): Promise<void> {
    const { resources } = this.#app.cluster;
    const made = await this.run(model.paste, {
      objects,
      namespace: this.namespace,
      isNamespaced: (o) => resources.ofKind(o.apiVersion, o.kind)?.namespaced ?? true,
    });
    if (made) this.#select(made);
  }

  /** Gives an object another name. True where that was done. */
  async rename(key: string, name: string): Promise<boolean> {
    const o = this.design.get(key);
    if (o) this.instead?.(key, this.design.keyOf({ ...o, metadata: { ...o.metadata, name } }));
    const made = await this.run(model.rename, { key, name, near: (x) => this.#within(namespaceOf(x)) });
    const renamed = made?.find((o) => o.metadata.name === name);
    if (renamed) this.#select([renamed]);
    return made !== undefined;
  }

  /** Asks for another name, or says why there can be none. */
  askRename(key: string): void {
    const o = this.design.get(key);
    const why = o && whyNoRename(o);
    if (why !== undefined) this.#app.notices.show({ severity: 'warning', text: why });
    else if (o) this.question = { ask: 'rename', key };
  }

  async move(keys: readonly string[], namespace: string): Promise<boolean> {
    const made = await this.run(model.move, { keys, namespace });
    if (made) this.#select(made.filter((o) => namespaceOf(o) === namespace));
    return made !== undefined;
  }

  /** Creates what is referred to and not there. */
  async createMissing(key: string): Promise<void> {
    const { resource, namespace } = parseKey(key);
    const info = this.#app.cluster.resources.byId(resource);
    if (info && (await this.run(model.createMissing, { key, kind: info.kind, near: this.#within(namespace) })))
      this.#app.selection.set([key]);
  }

  #select(objects: readonly ApiObject[]): void {
    this.#app.selection.set(objects.map((o) => this.#app.cluster.keyOf(o)).filter((k) => k !== ''));
  }

  #within(namespace: string): readonly ApiObject[] {
    return this.#app.cluster.tables.flatMap((t) => (t.resource === 'core/events' ? [] : t.byNamespace.get(namespace)));
  }
}

const known = new WeakMap<App, Editing>();

/** The hand of a window: palette and canvas share it. */
export function editingOf(app: App): Editing {
  let e = known.get(app);
  if (!e) known.set(app, (e = new Editing(app)));
  return e;
}
