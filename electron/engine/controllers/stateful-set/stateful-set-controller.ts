/** StatefulSets: pods with a name, a place and a claim of their own. Source: pkg/controller/statefulset. */
import { ApiError } from '#shared/api/errors.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { namespaceOf } from '#shared/api/object.ts';
import { labelSelectorMatcher } from '#shared/api/selector.ts';
import { statefulSets } from '#shared/kinds/apps/stateful-set.ts';
import { nextAvailableInMs } from '#shared/kinds/core/pod-availability.ts';
import { persistentVolumeClaims } from '#shared/kinds/core/persistent-volume-claim.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { Pod, StatefulSet } from '#shared/kinds/types.ts';
import type { Client } from '../../apiserver/client.ts';
import { BY_ORPHAN } from '../../store/indexes.ts';
import type { ControllerFactory, Requeue, WatchRule } from '../controller.ts';
import { claim } from '../ownership.ts';
import { presentRevision, revisionsOf, truncate } from '../revisions.ts';
import { forEach, ownedOrSelected } from '../watch-rules.ts';
import { isMember, revisionOf } from './identity.ts';
import { statusOf } from './status.ts';
import { step, workOn } from './update.ts';

/** The label of a set's revisions that holds their hash. */
const HASH_LABEL = 'controller.kubernetes.io/hash';

const selects = (set: StatefulSet) => labelSelectorMatcher(set.spec.selector);

/** A claim that is gone may be what a set waits for before it makes a pod again. */
const goneClaims: WatchRule = {
  resource: resourceOf(persistentVolumeClaims),
  keys: ({ before, after }, client) =>
    after || !before
      ? []
      : client
          .list(statefulSets, { namespace: namespaceOf(before) })
          .filter((s) => s.spec.volumeClaimTemplates?.length && selects(s)(before.metadata.labels))
          .map((s) => localKey(namespaceOf(s), s.metadata.name)),
};

export const statefulSetController: ControllerFactory = () => ({
  name: 'statefulset-controller',
  watches: [forEach(statefulSets), ownedOrSelected(pods, statefulSets, (s, labels) => selects(s)(labels)), goneClaims],
  reconcile(key, client) {
    const { namespace, name } = splitLocalKey(key);
    const set = client.get(statefulSets, namespace, name);
    return set && reconcile(set, client);
  },
});

function reconcile(set: StatefulSet, client: Client): Requeue | undefined {
  const revisions = revisionsOf(client, set, selects(set));
  const candidates = [
    ...client.list(pods, { owner: set.metadata.uid }),
    ...client.list(pods, { index: { name: BY_ORPHAN, value: namespaceOf(set) } }),
  ];
  const members = claim(client, pods, set, (p) => selects(set)(p.metadata.labels) && isMember(set, p), candidates);
  const { revision: update, collisions } = presentRevision(client, set, revisions, HASH_LABEL);
  const current = revisions.find((r) => r.metadata.name === set.status.currentRevision) ?? update;
  let given = 0;
  let failure: ApiError | undefined;
  try {
    given = step(workOn(client, set, members, current, update));
  } catch (e) {
    if (!(e instanceof ApiError)) throw e;
    failure = e;
  }
  client.updateStatus(statefulSets, { ...set, status: statusOf(set, members, current, update, collisions, given, client.wallMs) });
  truncate(
    client,
    revisions,
    new Set([current.metadata.name, update.metadata.name, ...members.map(revisionOf)]),
    set.spec.revisionHistoryLimit ?? 10,
  );
  if (failure) throw failure;
  const next = nextAvailableInMs(members as readonly Pod[], set.spec.minReadySeconds ?? 0, client.wallMs);
  return next === undefined ? undefined : { requeueAfter: next };
}
