/** Files into the open design: read in slices, so that a long one stops nothing, then installed as one write. */
import { ApiError } from '#shared/api/errors.ts';
import type { ApiObject } from '#shared/api/object.ts';
import type { ActingUser } from '#shared/ipc/access.ts';
import type { ImportNote, ImportResult, SourceFile } from '#shared/ipc/manifests.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import { nodePools } from '#shared/kinds/drydock/node-pool.ts';
import { isBroken, readManifests, type Broken, type Manifest } from '#shared/yaml/manifest.ts';
import { install, type Installation, type Installed } from '#engine/manifests/install.ts';
import { poolFor } from '#engine/manifests/pool-size.ts';
import type { Desk } from './desk.ts';
import type { Session } from './session.ts';

/** How files are to be imported. */
export interface ImportOptions {
  readonly by: ActingUser;
  /** Also make the pool that is suggested. */
  readonly pool?: boolean;
  readonly skipBroken?: boolean;
  /** Say what would happen, and do nothing. */
  readonly dryRun?: boolean;
}

/** Characters of all files together. */
const LARGEST_TOTAL = 256 * 2 ** 20;
/** How long files are read before others have their turn, in ms, and objects from which that is shown as work. */
const SLICE_MS = 8;
const LONG = 100_000;
const NODES = resourceOf(nodes);
const POOLS = resourceOf(nodePools);
const POOL_NAME = 'workers';

/** Imports. What is wrong with the files is said in notes; rejects where the work was called off or the design cannot be written. */
export async function importFiles(
  desk: Pick<Desk, 'wall' | 'work'>,
  session: Session,
  files: readonly SourceFile[],
  { by, pool = false, skipBroken = false, dryRun = false }: ImportOptions,
): Promise<ImportResult> {
  const all = await read(desk, files);
  const manifests = all.filter((m) => isBroken(m) || !ofKustomize(m));
  const { cluster, document } = session;
  const how: Installation = { manifests, by: { name: by.user, groups: by.groups }, sources: document.sources, skipBroken };
  const empty = files.filter((f) => !all.some((m) => (isBroken(m) ? m.note.file : m.file) === f.name));
  const kustomized = all.flatMap((m) =>
    !isBroken(m) && ofKustomize(m)
      ? [
          m.note(
            'warning',
            `this ${m.value.kind} is left out: it is read by kustomize, not by a cluster`,
            [],
            'What it lists is imported as it stands. For what it makes of it, import the output of `kubectl kustomize`.',
          ),
        ]
      : [],
  );
  const notes = empty.map((f): ImportNote => ({
    file: f.name,
    document: 1,
    severity: 'warning',
    message: 'there is no Kubernetes object in this file',
    hint: 'Manifests are YAML or JSON documents with apiVersion and kind.',
  }));
  const result = (done: Installed, suggested: ApiObject | undefined): ImportResult => ({
    created: done.created,
    changed: done.changed,
    unchanged: done.unchanged,
    notes: [...done.notes, ...kustomized, ...notes],
    dryRun: !done.written,
    ...(suggested && { suggestedPool: suggested }),
  });
  if (dryRun)
    return session.read(() => {
      const plan = install(cluster, { ...how, dryRun: true });
      return result(plan, suggest(session, plan));
    });
  return session.write(() => {
    const suggested = pool ? suggest(session, install(cluster, { ...how, dryRun: true })) : undefined;
    const done = install(cluster, {
      ...how,
      ...(suggested && { extra: [suggested as unknown as NonNullable<Installation['extra']>[number]] }),
    });
    return result(done, undefined);
  });
}

/** A kustomization.yaml, as it lies beside what it is made of. */
function ofKustomize({ value }: Manifest): boolean {
  return value.apiVersion.startsWith('kustomize.config.k8s.io/');
}

/** The pool that would hold what is there and what comes, where there is nothing to run it on. */
function suggest(
  {
    cluster: {
      core: { store },
    },
  }: Session,
  plan: Installed,
): ApiObject | undefined {
  if (store.count(NODES) > 0 || store.count(POOLS) > 0 || plan.objects.some((o) => o.kind === 'Node' || o.kind === 'NodePool'))
    return undefined;
  const there = store
    .resources()
    .filter((r) => /^(?:apps|batch)\/|^core\/(?:pods|replicationcontrollers)$/.test(r))
    .flatMap((resource) => store.list({ resource }))
    .filter((o) => !o.metadata.ownerReferences?.length);
  const coming = new Set(plan.objects.map((o) => `${o.kind}/${o.metadata.namespace}/${o.metadata.name}`));
  return poolFor(
    [...plan.objects, ...there.filter((o) => !coming.has(`${o.kind}/${o.metadata.namespace}/${o.metadata.name}`))],
    POOL_NAME,
  ) as ApiObject | undefined;
}

/** Reads files a slice at a time. */
async function read({ wall, work }: Pick<Desk, 'wall' | 'work'>, files: readonly SourceFile[]): Promise<readonly (Manifest | Broken)[]> {
  const total = files.reduce((n, f) => n + f.text.length, 0);
  if (total > LARGEST_TOTAL)
    throw new ApiError('RequestEntityTooLarge', `These files are too large to be imported: at most ${LARGEST_TOTAL / 2 ** 20} MB in all.`);
  let calledOff = false;
  let done = 0;
  let until = wall.now() + SLICE_MS;
  const job =
    total > LONG
      ? work.begin(files.length === 1 ? `Reading ${files[0]?.name ?? ''}` : `Reading ${files.length} files`, total, () => {
          calledOff = true;
        })
      : undefined;
  const manifests: (Manifest | Broken)[] = [];
  try {
    for (const file of files) {
      let at = 0;
      for (const m of readManifests(file)) {
        manifests.push(m);
        if (!isBroken(m)) at += m.text?.length ?? 0;
        if (wall.now() < until) continue;
        job?.at(Math.min(total, done + Math.min(at, file.text.length)));
        await new Promise<void>((resolve) => {
          wall.soon(resolve);
        });
        if (calledOff) throw new ApiError('', 'The import was called off; nothing was changed.');
        until = wall.now() + SLICE_MS;
      }
      done += file.text.length;
    }
  } finally {
    job?.finish();
  }
  return manifests;
}
