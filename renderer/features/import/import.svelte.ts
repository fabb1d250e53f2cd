/** Bringing manifests in: first what it would do, then doing it, as one step of undo. */
import type { Progress } from '#shared/ipc/host.ts';
import type { ImportNote, ImportResult, SourceFile } from '#shared/ipc/manifests.ts';
import type { ObjectChange } from '#shared/ipc/objects.ts';
import { parseKey } from '#shared/api/ref.ts';
import type { App } from '../../state/app.svelte.ts';
import { split } from '../../state/paths.ts';

export class ImportFlow {
  /** What is to be imported; undefined while nothing is. */
  files = $state.raw<readonly SourceFile[] | undefined>(undefined);
  plan = $state.raw<ImportResult | undefined>(undefined);
  busy = $state(false);
  /** Also add the pool that is suggested. */
  pool = $state(true);
  readonly #app: App;
  /** Counts imports: the answer to one that was given up is of no interest. */
  #turn = 0;

  constructor(app: App) {
    this.#app = app;
  }

  readonly errors: readonly ImportNote[] = $derived((this.plan?.notes ?? []).filter((n) => n.severity === 'error'));
  /** How far the reading is, where that takes long enough to be told. */
  readonly progress: Progress | undefined = $derived.by(() => (this.busy ? this.#app.work.current : undefined));
  readonly remarks: readonly ImportNote[] = $derived((this.plan?.notes ?? []).filter((n) => n.severity !== 'error'));

  /** Asks for files and plans their import. */
  async choose(): Promise<void> {
    const paths = await this.#app.files.chooseOpen('manifests');
    if (paths.length > 0) await this.start(await this.#app.files.read(paths));
  }

  /** Shows what importing these would do. Where no design is open, in a new one. */
  async start(files: readonly SourceFile[]): Promise<void> {
    if (files.length === 0) return;
    const { readOnly, notices, clock, commands } = this.#app;
    if (readOnly !== undefined)
      return notices.show({
        severity: 'warning',
        text: 'Nothing is imported.',
        detail: readOnly,
        ...(clock.past && { action: { label: 'Return to now', run: () => commands.run('time.now') } }),
      });
    this.close();
    if (!this.#app.document.info) await this.#app.document.create(nameOf(files));
    this.files = files;
    this.plan = undefined;
    this.pool = true;
    await this.#work(async (stale) => {
      const plan = await this.#app.bridge.request('import.plan', { files });
      if (!stale()) this.plan = plan;
    });
  }

  /** Imports; with `skipBroken` what can be, otherwise all or nothing. */
  async run(skipBroken: boolean): Promise<void> {
    const { files, plan } = this;
    if (!files || !plan) return;
    const { cluster, undo, notices, commands } = this.#app;
    const before = new Map(plan.changed.map((k) => [k, cluster.peek(k)]));
    await this.#work(async () => {
      const done = await this.#app.bridge.request('import.run', { files, skipBroken, pool: this.pool && plan.suggestedPool !== undefined });
      if (done.dryRun) {
        this.plan = done;
        return;
      }
      await this.#arrived(done.created);
      undo.record({
        label: `import of ${files.length === 1 ? files[0]?.name : `${files.length} files`}`,
        changes: changesOf(done, before, (k) => cluster.peek(k)),
      });
      this.close();
      notices.show({
        severity: 'info',
        text: `Imported: ${[
          [done.created.length, 'created'],
          [done.changed.length, 'changed'],
        ]
          .filter(([n]) => n !== 0)
          .map((w) => w.join(' '))
          .join(', ')}.`,
        ...(!this.#app.clock.state.playing && { action: { label: 'Play', run: () => commands.run('time.play') } }),
      });
    });
  }

  /** Gives up what is shown; what is being read for it ends too. */
  close(): void {
    const { progress } = this;
    if (progress) this.#app.work.cancel(progress.id).catch(() => {}); // it was over by itself
    this.#turn++;
    this.files = undefined;
    this.plan = undefined;
    this.busy = false;
  }

  async #work(run: (stale: () => boolean) => Promise<void>): Promise<void> {
    const turn = this.#turn;
    const stale = () => turn !== this.#turn;
    this.busy = true;
    try {
      await run(stale);
    } catch (e) {
      if (stale()) return;
      this.close();
      this.#app.notices.error(e, 'The import did not work; nothing was changed.');
    } finally {
      if (!stale()) this.busy = false;
    }
  }

  /** Settles once the mirror shows what was made, or after a while. */
  #arrived(keys: readonly string[]): Promise<void> {
    const { cluster } = this.#app;
    const there = () => keys.every((k) => cluster.peek(k));
    if (there()) return Promise.resolve();
    return new Promise((resolve) => {
      const settle = () => {
        stop();
        clearTimeout(timer);
        resolve();
      };
      const stop = cluster.onChange(() => {
        if (there()) settle();
      });
      const timer = setTimeout(settle, 2_000);
    });
  }
}

/** What a design begun by an import is called: after its file, where it is one. */
function nameOf(files: readonly SourceFile[]): { readonly name?: string } {
  const name = files.length === 1 ? split(files[0]?.name ?? '').name.replace(/\.(ya?ml|json)$/i, '') : '';
  return name && name !== 'pasted text' ? { name } : {};
}

/** What an import did, as changes that can be undone. */
function changesOf(
  done: ImportResult,
  before: ReadonlyMap<string, ObjectChange['before']>,
  now: (key: string) => ObjectChange['after'],
): readonly ObjectChange[] {
  const created = done.created.map((k) => ({ after: now(k) }));
  const changed = done.changed.map((k) => ({ before: before.get(k), after: now(k) }));
  return [...created, ...changed.filter((c) => c.before)].flatMap((c) => (c.after ? [c as ObjectChange] : []));
}

/** Keys by the kind of their resource, in the order they come: ['Deployment', ['shop/web', …]]. */
export function byResource(
  keys: readonly string[],
  kindOf: (resource: string) => string,
): readonly (readonly [string, readonly string[]])[] {
  const groups = new Map<string, string[]>();
  for (const key of keys) {
    const { resource, namespace, name } = parseKey(key);
    const kind = kindOf(resource);
    const names = groups.get(kind) ?? [];
    if (names.length === 0) groups.set(kind, names);
    names.push(namespace ? `${namespace}/${name}` : name);
  }
  return [...groups];
}
