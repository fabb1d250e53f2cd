/** DaemonSets: a pod on every node, or on every node that is asked for. Source: pkg/controller/daemon. */
import { ApiError } from '#shared/api/errors.ts';
import { isTerminating, namespaceOf } from '#shared/api/object.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { labelSelectorMatcher } from '#shared/api/selector.ts';
import { daemonSets } from '#shared/kinds/apps/daemon-set.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import { isPodReady, nextAvailableInMs } from '#shared/kinds/core/pod-availability.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import type { DaemonSet, Node, Pod } from '#shared/kinds/types.ts';
import type { Client } from '../../apiserver/client.ts';
import { BY_ORPHAN } from '../../store/indexes.ts';
import { soonest, type Controller, type Requeue, type WatchRule } from '../controller.ts';
import { nonZero } from '../counts.ts';
import { recordEvent } from '../events.ts';
import { claim } from '../ownership.ts';
import { presentRevision, REVISION_LABEL, revisionsOf, truncate } from '../revisions.ts';
import { forEach, ownedOrSelected } from '../watch-rules.ts';
import { carryOut, plan, REPORTER } from './manage.ts';
import { daemonSpec, placeOn } from './placement.ts';
import { nextStep } from './update.ts';
import { isAvailable, isUpdated, workOn, type Work } from './work.ts';

const selects = (set: DaemonSet) => labelSelectorMatcher(set.spec.selector);

/** A node wakes the sets whose pods belong there now and did not before, or the other way round. */
const placed: WatchRule = {
  resource: 'core/nodes',
  *keys({ before, after }, client) {
    const was = before as Node | undefined;
    const is = after as Node | undefined;
    if (was && is && was.spec === is.spec && was.metadata.labels === is.metadata.labels) return;
    for (const set of client.list(daemonSets)) {
      const spec = daemonSpec(set);
      const a = was && placeOn(spec, was);
      const b = is && placeOn(spec, is);
      if (a?.runs !== b?.runs || a?.stays !== b?.stays) yield localKey(namespaceOf(set), set.metadata.name);
    }
  },
};

export function daemonSetController(): Controller {
  return {
    name: 'daemonset-controller',
    watches: [forEach(daemonSets), ownedOrSelected(pods, daemonSets, (s, labels) => selects(s)(labels)), placed],
    reconcile(key, client) {
      const { namespace, name } = splitLocalKey(key);
      const set = client.get(daemonSets, namespace, name);
      if (!set || isTerminating(set)) return undefined;
      const { matchLabels, matchExpressions } = set.spec.selector;
      if (!Object.keys(matchLabels ?? {}).length && !matchExpressions?.length) {
        recordEvent(client, REPORTER, set, {
          type: 'Warning',
          reason: 'SelectingAll',
          message: 'This daemon set is selecting all pods. A non-empty selector is required.',
        });
        return undefined;
      }
      return reconcile(set, client);
    },
  };
}

const look = (client: Client, set: DaemonSet, hash: string): Work =>
  workOn(client, set, daemonSpec(set), hash, client.list(nodes), membersOf(set, client));

function membersOf(set: DaemonSet, client: Client): readonly Pod[] {
  const candidates = [
    ...client.list(pods, { owner: set.metadata.uid }),
    ...client.list(pods, { index: { name: BY_ORPHAN, value: namespaceOf(set) } }),
  ];
  return claim(client, pods, set, (p) => selects(set)(p.metadata.labels), candidates);
}

function reconcile(set: DaemonSet, client: Client): Requeue | undefined {
  const revisions = revisionsOf(client, set, selects(set));
  const { revision, collisions } = presentRevision(client, set, revisions, REVISION_LABEL);
  const hash = revision.metadata.labels?.[REVISION_LABEL] ?? '';
  let retry: Requeue | undefined;
  let failure: ApiError | undefined;
  let work = look(client, set, hash);
  try {
    const todo = plan(work);
    ({ retry } = todo);
    carryOut(work, todo);
    if (todo.create.length || todo.remove.length) work = look(client, set, hash);
    if (set.spec.updateStrategy?.type !== 'OnDelete') {
      const step = nextStep(work);
      carryOut(work, step);
      if (step.create.length || step.remove.length) work = look(client, set, hash);
    }
  } catch (e) {
    if (!(e instanceof ApiError)) throw e;
    failure = e;
    work = look(client, set, hash);
  }
  const members = work.posts.flatMap((p) => p.pods);
  const live = new Set([...members, ...work.lost].map((p) => p.metadata.labels?.[REVISION_LABEL]));
  truncate(
    client,
    revisions,
    new Set([revision, ...revisions.filter((r) => live.has(r.metadata.labels?.[REVISION_LABEL]))].map((r) => r.metadata.name)),
    set.spec.revisionHistoryLimit ?? 10,
  );
  client.updateStatus(daemonSets, { ...set, status: statusOf(work, collisions) });
  if (failure) throw failure;
  const available = nextAvailableInMs(members, set.spec.minReadySeconds ?? 0, client.wallMs);
  return soonest(retry, available === undefined ? undefined : { requeueAfter: available });
}

function statusOf(work: Work, collisions: number): DaemonSet['status'] {
  const posts = work.posts.filter((p) => p.runs);
  const first = posts.flatMap((p) => p.pods[0] ?? []);
  const available = first.filter((p) => isAvailable(work, p)).length;
  const { collisionCount: _old, ...counts } = nonZero({
    observedGeneration: work.set.metadata.generation ?? 0,
    updatedNumberScheduled: first.filter((p) => isUpdated(work, p)).length,
    numberAvailable: available,
    numberUnavailable: posts.length - available,
    collisionCount: 0,
  });
  return {
    currentNumberScheduled: first.length,
    numberMisscheduled: work.posts.filter((p) => !p.runs && p.pods.length).length,
    desiredNumberScheduled: posts.length,
    numberReady: first.filter(isPodReady).length,
    ...counts,
    ...(collisions ? { collisionCount: collisions } : {}),
    ...(work.set.status.conditions ? { conditions: work.set.status.conditions } : {}),
  };
}
