/**
 * Manifests into a cluster: all of them or none, or with `skipBroken` those that can be, in the order in which each finds
 * what it needs. A plan is an install that is taken back: it says just what the install would.
 */
import type { JsonObject } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import type { ImportNote } from '#shared/ipc/manifests.ts';
import { isBroken, type Broken, type Manifest } from '#shared/yaml/manifest.ts';
import { inApplyOrder } from '#shared/yaml/order.ts';
import type { User } from '../apiserver/context.ts';
import type { Cluster } from '../cluster.ts';
import { accept, type Accepted } from './accept.ts';
import { Batch } from './batch.ts';
import type { Sources } from './sources.ts';

/** What is to be installed, and how. */
export interface Installation {
  readonly manifests: readonly (Manifest | Broken)[];
  /** Objects that come with them, such as a pool to run them on. */
  readonly extra?: readonly JsonObject[];
  readonly by: User;
  readonly sources: Sources;
  /** Leave out what is wrong, instead of everything. */
  readonly skipBroken?: boolean;
  /** Take it all back again. */
  readonly dryRun?: boolean;
}

/** What came of it. Keys are log keys. */
export interface Installed {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  readonly notes: readonly ImportNote[];
  /** False where nothing has been written. */
  readonly written: boolean;
  /** The objects as they are now, or would be. */
  readonly objects: readonly ApiObject[];
}

/** Thrown to have the store take everything back. */
class TakenBack extends Error {}

/** Installs. Nothing is thrown for what is wrong with a manifest: notes say it. */
export function install(
  cluster: Cluster,
  { manifests, extra = [], by, sources, skipBroken = false, dryRun = false }: Installation,
): Installed {
  const { core } = cluster;
  const notes: ImportNote[] = manifests.filter(isBroken).map((b) => b.note);
  const accepted = accept(
    core,
    manifests.filter((m): m is Manifest => !isBroken(m)),
    notes,
  );
  const all = inApplyOrder([...extra.map((value): Accepted => ({ value, manifest: undefined, definition: undefined })), ...accepted], (a) =>
    String(a.value['kind']),
  );
  const batch = new Batch(cluster, by, sources, notes);
  const failed = () => notes.some((n) => n.severity === 'error') && !skipBroken;
  let written = true;
  try {
    cluster.actingAs(by.name, () =>
      core.store.atomic(() => {
        batch.namespaces(all);
        for (const a of all) batch.put(a);
        if (dryRun || failed()) throw new TakenBack();
      }),
    );
    for (const [key, source] of batch.texts) sources.put(key, source);
  } catch (e) {
    batch.stopServing();
    if (!(e instanceof TakenBack)) throw e;
    written = false;
  }
  const { created, changed, unchanged } = batch;
  return {
    created: [...created],
    changed: [...changed],
    unchanged: [...unchanged],
    notes: inOrder(notes),
    written,
    objects: [...batch.objects.values()],
  };
}

/** Errors first, then as they stand in the files. */
function inOrder(notes: readonly ImportNote[]): readonly ImportNote[] {
  const rank = { error: 0, warning: 1, info: 2 };
  return [...notes].sort(
    (a, b) =>
      rank[a.severity] - rank[b.severity] ||
      (a.file < b.file ? -1 : a.file > b.file ? 1 : a.document - b.document || (a.line ?? 0) - (b.line ?? 0)),
  );
}
